import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useMembershipNews } from './membership-news';
import { idOf, type QueryKeys, queryKeysOf } from './query-keys';
import { createTenancyClient, type TenancyClient } from '../client';
import type { SessionSource } from '../session';

/** What the hooks work with. */
export interface Tenancy {
  readonly client: TenancyClient;
  readonly session: SessionSource;
}

export interface TenancyProviderProps {
  /** `ApiUrl` of the stack's outputs. */
  readonly apiUrl: string;
  /** The same object on every render. */
  readonly session: SessionSource;
  /**
   * Who is signed in: an id or a user name. What is loaded for one user is never shown to another.
   *
   * @default - whose tokens `session` gives; then there has to be a new `session` for the next user
   */
  readonly user?: string;
  readonly children: ReactNode;
}

interface TenancyContextValue extends Tenancy {
  readonly keys: QueryKeys;
}

const TenancyContext = createContext<TenancyContextValue | undefined>(undefined);

/**
 * Gives the hooks below it their client. Goes inside a `QueryClientProvider`. When the API answers them with 403, the token is
 * refreshed once, so that who has lost a tenant or a role comes to know it.
 */
export function TenancyProvider({ apiUrl, session, user, children }: TenancyProviderProps) {
  const tenancy = useMemo<TenancyContextValue>(() => ({
    client: createTenancyClient({
      apiUrl,
      token: async () => (await session.getSession()).token,
      refreshToken: async () => (await session.refresh()).token,
    }),
    session,
    keys: queryKeysOf(user ?? idOf(session)),
  }), [apiUrl, session, user]);
  useMembershipNews(session, tenancy.keys);
  return <TenancyContext.Provider value={tenancy}>{children}</TenancyContext.Provider>;
}

/** The client and the session, for queries of your own. */
export function useTenancy(): Tenancy {
  return useTenancyContext();
}

/** The same, and the names of what the hooks load. */
export function useTenancyContext(): TenancyContextValue {
  const tenancy = useContext(TenancyContext);
  if (tenancy === undefined) {
    throw new Error('The hooks of cdk-tenancy-web need a <TenancyProvider> above them.');
  }
  return tenancy;
}
