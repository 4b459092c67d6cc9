import { createContext, use } from 'react';

export interface SignedInSession {
  /** Ends the session because the person wants to. */
  readonly signOut: () => Promise<void>;
  /** Leads to the sign-in because the session is over. */
  readonly expire: () => Promise<void>;
}

export const SessionContext = createContext<SignedInSession | undefined>(undefined);

export function useSession(): SignedInSession {
  const session = use(SessionContext);
  if (session === undefined) {
    throw new Error('There is no session around this component.');
  }
  return session;
}
