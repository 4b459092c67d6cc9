import { createContext, use } from 'react';

export interface SignedInSession {
  /** Ends the session at the person's request. */
  readonly signOut: () => Promise<void>;
  /** Ends the session because its tokens are no longer accepted. */
  readonly expire: () => Promise<void>;
}

export const SessionContext = createContext<SignedInSession | undefined>(undefined);

export function useSession(): SignedInSession {
  const session = use(SessionContext);
  if (session === undefined) {
    throw new Error('This component must be inside a SessionContext.');
  }
  return session;
}
