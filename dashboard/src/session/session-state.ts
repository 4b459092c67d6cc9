import { storedUser } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** How a session ended: by the person, in another tab, or because Cognito or the API no longer accepts its tokens. */
export type SessionEnd = 'signedOut' | 'elsewhere' | 'expired';

export interface SessionState {
  readonly user?: string;
  /** How the last session ended, when nobody is signed in. */
  readonly end?: SessionEnd;
}

export function toSessionState(signIn: DashboardConfiguration['signIn'], end?: SessionEnd): SessionState {
  const user = storedUser(signIn);
  return user === undefined ? { end } : { user };
}
