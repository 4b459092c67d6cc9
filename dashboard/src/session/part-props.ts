import type { SessionEnd } from './session-state';

export interface SignInScreenProps {
  /** How the previous session ended, if there was one. */
  readonly end?: SessionEnd;
  readonly onSignedIn: () => void;
}

export interface SignedInAppProps {
  /** The id of the signed-in user. */
  readonly user: string;
  readonly onSessionOver: (end: SessionEnd) => void;
}
