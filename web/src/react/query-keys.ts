import type { AuditQuery } from '../../../src/contract/audit';
import type { SessionSource } from '../session';

const ids = new WeakMap<SessionSource, string>();
let count = 0;

/** Returns the name of a session source in query keys. */
export function idOf(session: SessionSource): string {
  const id = ids.get(session) ?? `session-${count += 1}`;
  ids.set(session, id);
  return id;
}

/**
 * Returns the keys of the queries. Each contains the user that the data was loaded for, so that the next user of the page doesn't see
 * the data of the previous one.
 */
export function queryKeysOf(viewer: string) {
  const key = <const Rest extends readonly unknown[]>(...rest: Rest) => ['cdk-tenancy', viewer, ...rest] as const;
  return {
    membership: key('membership'),
    waiting: (userId: string | undefined) => key('waiting', userId),
    tenants: (userId: string) => key('tenants', userId),
    invitation: (code: string) => key('invitation', code),
    /** The prefix of all keys about one tenant, and the key of all its mutations. */
    ofTenant: (tenantId: string) => key('tenant', tenantId),
    tenant: (tenantId: string) => key('tenant', tenantId, 'itself'),
    members: (tenantId: string) => key('tenant', tenantId, 'members'),
    export: (tenantId: string, exportId: string | undefined) => key('tenant', tenantId, 'export', exportId),
    invitations: (tenantId: string) => key('tenant', tenantId, 'invitations'),
    audit: (tenantId: string, { from, to, actor, action }: AuditQuery) => key('tenant', tenantId, 'audit', { from, to, actor, action }),
  };
}

export type QueryKeys = ReturnType<typeof queryKeysOf>;
