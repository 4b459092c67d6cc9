import type { TenancyClient } from './client';
import { type Membership, membershipOfToken } from './membership-of-token';
import { pause } from './pause';
import type { SessionSource } from './session';

/** A creation takes a second or two. What takes longer than this is left to repair, which may take its time. */
const DEFAULT_PATIENCE_MS = 60_000;

/**
 * The tenant is listed and the token has not got it: the index that the hook reads may be a moment behind. When it still is not
 * there after these pauses, the tenant is listed and not active.
 */
const TOKEN_RETRY_MS = [1_000, 2_000, 4_000];

export interface WaitForTenantProps {
  readonly client: TenancyClient;
  readonly session: SessionSource;
  /** Called as soon as it is known that a tenant is being created. */
  readonly onCreating?: () => void;
  readonly signal?: AbortSignal;
  /** How long to wait, in milliseconds. @default 60000 */
  readonly patienceMs?: number;
}

export type WaitResult =
  /** The token of the session carries the tenant now. */
  | { readonly outcome: 'ready'; readonly membership: Membership }
  /** The user has no tenant, and none is being made. */
  | { readonly outcome: 'none' }
  /** The user is a member, and of no tenant that is active: it is suspended or deleted. */
  | { readonly outcome: 'inactive' }
  /** It takes longer than usual. */
  | { readonly outcome: 'timeout' };

/** Waits until the tenant of a user who has just signed up is there, and until the user's token carries it. */
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

  for (const pauseMs of [0, ...TOKEN_RETRY_MS]) {
    if (!await pauseBeforeDeadline(pauseMs)) return { outcome: 'timeout' };
    const membership = membershipOfToken((await session.refresh()).token);
    if (membership.tenantId !== undefined) return { outcome: 'ready', membership };
  }
  return { outcome: 'inactive' };
}
