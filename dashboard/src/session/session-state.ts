import { storedUser } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** How a session came to its end: by the person, in another tab, or because Cognito or the API takes its tokens no more. */
export type SessionEnd = 'signedOut' | 'elsewhere' | 'expired';

export interface SessionState {
  readonly user?: string;
  /** Of the session before, when nobody is signed in. */
  readonly end?: SessionEnd;
}

export function toSessionState(signIn: DashboardConfiguration['signIn'], end?: SessionEnd): SessionState {
  const user = storedUser(signIn);
  return user === undefined ? { end } : { user };
}
