import type { TenancyClient } from './client';
import { type Membership, membershipOfToken } from './membership-of-token';
import { pause } from './pause';
import type { SessionSource } from './session';
import type { TenantsOfUser } from '../../src/contract/api';
import { TENANT_STATUS } from '../../src/contract/attributes';

/** A creation usually takes one or two seconds. If it takes longer than this, the repair of the creation continues without the user. */
const DEFAULT_PATIENCE_MS = 60_000;

/**
 * The pauses between refreshes while the tenant is listed but the token doesn't carry it. The index that the pre-token function reads can be
 * a moment behind. If the token still carries no tenant afterwards, the user's tenants have become inactive since they were listed.
 */
const TOKEN_RETRY_MS = [1_000, 2_000, 4_000];

export interface WaitForTenantProps {
  readonly client: TenancyClient;
  readonly session: SessionSource;
  /** Called as soon as it is known that a tenant is being created. */
  readonly onCreating?: () => void;
  readonly signal?: AbortSignal;
  /** The longest time to wait, in milliseconds. @default 60000 */
  readonly patienceMs?: number;
}

export type WaitResult =
  /** The session's token carries the tenant. */
  | { readonly outcome: 'ready'; readonly membership: Membership }
  /** The user has no tenant, and none is being created. */
  | { readonly outcome: 'none' }
  /** The user has tenants, but none of them is active: they are suspended or closing, for example. */
  | { readonly outcome: 'inactive'; readonly tenants: TenantsOfUser['tenants'] }
  /** The tenant is not ready after `patienceMs`. */
  | { readonly outcome: 'timeout' };

/** Waits after a sign-up until the user's tenant exists and the user's token carries it. */
export async function waitForTenant(props: WaitForTenantProps): Promise<WaitResult> {
  const { client, session, onCreating, signal, patienceMs = DEFAULT_PATIENCE_MS } = props;
  const deadline = Date.now() + patienceMs;
  const { userId, ...current } = membershipOfToken((await session.getSession()).token);
  if (current.tenantId !== undefined) return { outcome: 'ready', membership: { userId, ...current } };

  const pauseBeforeDeadline = async (ms: number): Promise<boolean> => {
    if (Date.now() + ms > deadline) return false;
    await pause(ms, signal);
    return true;
  };

  let { tenants, creation } = await client.listTenants(userId, { signal });
  while (tenants.length === 0) {
    if (creation === undefined) return { outcome: 'none' };
    onCreating?.();
    if (!await pauseBeforeDeadline(creation.retryAfterSeconds * 1_000)) return { outcome: 'timeout' };
    ({ tenants, creation } = await client.listTenants(userId, { signal }));
  }

  if (tenants.every(({ isActive, status }) => !isActive && status !== TENANT_STATUS.active)) return { outcome: 'inactive', tenants };
  for (const pauseMs of [0, ...TOKEN_RETRY_MS]) {
    if (!await pauseBeforeDeadline(pauseMs)) return { outcome: 'timeout' };
    const membership = membershipOfToken((await session.refresh()).token);
    if (membership.tenantId !== undefined) return { outcome: 'ready', membership };
  }
  return { outcome: 'inactive', tenants };
}
