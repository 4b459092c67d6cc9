import * as z from 'zod/mini';
import { ACTOR_TYPE } from '../../../contract/actor';
import { AUDIT_ACTION, AUDIT_RECORD_VERSION, type SignInAuditRequest } from '../../../contract/audit';
import type { TenantAuditRecord } from '../../audit/stored-record';
import { TENANT, TIME, USER } from '../../changes/change';

const SIGN_IN = z.object({ tenantId: TENANT, userId: USER, id: z.string().check(z.regex(/^[\w-]{1,64}$/)), at: TIME });

/**
 * Returns the record of a sign-in. A repeated call returns the same one.
 *
 * @throws an error for anything but a sign-in
 */
export function recordOfSignIn({ signedIn }: SignInAuditRequest): TenantAuditRecord {
  const { tenantId, userId, id, at } = SIGN_IN.parse(signedIn);
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
