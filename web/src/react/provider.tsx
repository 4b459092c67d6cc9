import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { createTenancyClient, type TenancyClient } from '../client';
import type { SessionSource } from '../session';

export interface Tenancy {
  readonly client: TenancyClient;
  readonly session: SessionSource;
}

export interface TenancyProviderProps {
  /** `ApiUrl` of the stack's outputs. */
  readonly apiUrl: string;
  /** The same object on every render. */
  readonly session: SessionSource;
  readonly children: ReactNode;
}

const TenancyContext = createContext<Tenancy | undefined>(undefined);

/**
 * Gives the hooks below it their client. Goes inside a `QueryClientProvider`; use a query client for each user, so that nobody
 * meets what another one has loaded.
 */
export function TenancyProvider({ apiUrl, session, children }: TenancyProviderProps) {
  const tenancy = useMemo<Tenancy>(() => ({
    client: createTenancyClient({
      apiUrl,
      token: async () => (await session.getSession()).token,
      refreshToken: async () => (await session.refresh()).token,
    }),
    session,
  }), [apiUrl, session]);
  return <TenancyContext.Provider value={tenancy}>{children}</TenancyContext.Provider>;
}

/** The client and the session, for queries of your own. */
export function useTenancy(): Tenancy {
  const tenancy = useContext(TenancyContext);
  if (tenancy === undefined) {
    throw new Error('The hooks of cdk-tenancy-web need a <TenancyProvider> above them.');
  }
  return tenancy;
}
