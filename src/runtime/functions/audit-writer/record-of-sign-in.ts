import { ACTOR_TYPE } from '../../../contract/actor';
import { AUDIT_ACTION, AUDIT_RECORD_VERSION, type SignInAuditRequest } from '../../../contract/audit';
import type { TenantAuditRecord } from '../../audit/stored-record';

/** Returns the record of a sign-in. A repeated call returns the same one. */
export function recordOfSignIn({ signedIn: { tenantId, userId, id, at } }: SignInAuditRequest): TenantAuditRecord {
  return {
    tenantId,
    record: {
      id,
      action: AUDIT_ACTION.memberSignedIn,
      version: AUDIT_RECORD_VERSION,
      occurredAt: new Date(at).toISOString(),
      actor: { type: ACTOR_TYPE.user, id: userId },
      targets: [{ type: 'user', id: userId }],
      context: {},
      changes: [],
    },
  };
}
