import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useMembershipNews } from './membership-news';
import { idOf, type QueryKeys, queryKeysOf } from './query-keys';
import { createTenancyClient, type TenancyClient } from '../client';
import type { SessionSource } from '../session';

/** The client and the session that the hooks use. */
export interface Tenancy {
  readonly client: TenancyClient;
  readonly session: SessionSource;
}

export interface TenancyProviderProps {
  /** `ApiUrl` of the stack's outputs. */
  readonly apiUrl: string;
  /** The session source. Pass the same object on every render. */
  readonly session: SessionSource;
  /**
   * The signed-in user: an id or a user name. Data that was loaded for one user is never shown to another.
   *
   * @default - the data belongs to the `session` object; then create a new `session` for each user
   */
  readonly user?: string;
  readonly children: ReactNode;
}

interface TenancyContextValue extends Tenancy {
  readonly keys: QueryKeys;
}

const TenancyContext = createContext<TenancyContextValue | undefined>(undefined);

/**
 * Provides the client and the session to the hooks below it. Must be inside a `QueryClientProvider`. When the API responds with 403, it
 * refreshes the token once, so that a user who has lost a tenant or a role sees it.
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

/** Returns the client and the session, for your own queries. */
export function useTenancy(): Tenancy {
  return useTenancyContext();
}

/** Returns the client, the session and the keys of the hooks' queries. */
export function useTenancyContext(): TenancyContextValue {
  const tenancy = useContext(TenancyContext);
  if (tenancy === undefined) {
    throw new Error('The hooks of cdk-tenancy-web need a <TenancyProvider> above them.');
  }
  return tenancy;
}
