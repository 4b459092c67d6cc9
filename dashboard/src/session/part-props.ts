import type { SessionEnd } from './session-state';

export interface SignInScreenProps {
  /** How the session before ended, if there was one. */
  readonly end?: SessionEnd;
  readonly onSignedIn: () => void;
}

export interface SignedInAppProps {
  /** Whose session it is. */
  readonly user: string;
  readonly onSessionOver: (end: SessionEnd) => void;
}
