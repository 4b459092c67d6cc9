import type { TenancyClient } from './client';
import { type Membership, membershipOfToken } from './membership-of-token';
import type { SessionSource } from './session';

/** A creation takes a second or two. What takes longer than this is left to repair, which may take its time. */
const DEFAULT_PATIENCE_MS = 60_000;

/** The tenant is listed and the token has not got it yet: the index that the hook reads may be a moment behind. */
const TOKEN_RETRY_MS = 1_000;

export interface WaitForTenantProps {
  readonly client: TenancyClient;
  readonly session: SessionSource;
  /** Called as soon as it is known that there is something to wait for. */
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
  /** It takes longer than usual. */
  | { readonly outcome: 'timeout' };

/** Waits until the tenant of a user who has just signed up is there, and until the user's token carries it. */
export async function waitForTenant(props: WaitForTenantProps): Promise<WaitResult> {
  const { client, session, onCreating, signal, patienceMs = DEFAULT_PATIENCE_MS } = props;
  const deadline = Date.now() + patienceMs;
  let membership = membershipOfToken((await session.getSession()).token);
  let isListed = false;

  while (membership.tenantId === undefined) {
    let pauseMs = TOKEN_RETRY_MS;
    if (!isListed) {
      const { tenants, creation } = await client.listTenants(membership.userId, { signal });
      if (tenants.length === 0 && creation === undefined) return { outcome: 'none' };
      isListed = tenants.length > 0;
      if (creation !== undefined) pauseMs = creation.retryAfterSeconds * 1_000;
      onCreating?.();
    }
    if (isListed) {
      membership = membershipOfToken((await session.refresh()).token);
      if (membership.tenantId !== undefined) break;
    }
    if (Date.now() + pauseMs > deadline) return { outcome: 'timeout' };
    await pause(pauseMs, signal);
  }
  return { outcome: 'ready', membership };
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
