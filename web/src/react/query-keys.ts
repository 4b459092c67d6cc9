import type { SessionSource } from '../session';

const ids = new WeakMap<SessionSource, string>();
let count = 0;

/** @returns a name for what one session source has loaded */
export function idOf(session: SessionSource): string {
  const id = ids.get(session) ?? `session-${count += 1}`;
  ids.set(session, id);
  return id;
}

/**
 * The names of what is loaded. Each begins with whom it was loaded for: the next user of the page must not meet what the one
 * before has loaded.
 */
export function queryKeysOf(viewer: string) {
  const key = <const Rest extends readonly unknown[]>(...rest: Rest) => ['cdk-tenancy', viewer, ...rest] as const;
  return {
    membership: key('membership'),
    waiting: (userId: string | undefined) => key('waiting', userId),
    tenants: (userId: string) => key('tenants', userId),
    invitation: (code: string) => key('invitation', code),
    /** What the names of all that is about one tenant begin with, and the name of each change of it. */
    ofTenant: (tenantId: string) => key('tenant', tenantId),
    tenant: (tenantId: string) => key('tenant', tenantId, 'itself'),
    members: (tenantId: string) => key('tenant', tenantId, 'members'),
    invitations: (tenantId: string) => key('tenant', tenantId, 'invitations'),
  };
}

export type QueryKeys = ReturnType<typeof queryKeysOf>;
