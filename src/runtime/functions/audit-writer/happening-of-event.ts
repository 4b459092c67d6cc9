import type { Happening } from './happening';
import type { Actor } from '../../../contract/actor';
import { INVITATION_ATTRIBUTE, TENANT_ATTRIBUTE, USER_ATTRIBUTE } from '../../../contract/attributes';
import { AUDIT_ACTION, type AuditAction, type AuditChange, type AuditTarget } from '../../../contract/audit';
import { type ChangeEventDetails, DETAIL_TYPE } from '../../../contract/events';
import type { Change } from '../../changes/change';
import type { PublishedEvent } from '../../changes/change-events';
import type { ReadChange } from '../../changes/read-changes';
import { sessionsEndOf } from '../../changes/user-record-changes';

/** The recorded part of an event: its action, and the attributes of the row whose changes the record has. */
interface Recording {
  readonly action: AuditAction;
  readonly fields: readonly string[];
}

const { role, name, email } = USER_ATTRIBUTE;
const STATUS = [TENANT_ATTRIBUTE.status, TENANT_ATTRIBUTE.deleteAt];

/** Absent events have no record of their own: the invited person is recorded as a new member, and the first admin with the new tenant. */
const RECORDINGS: Readonly<Partial<Record<keyof ChangeEventDetails, Recording>>> = {
  [DETAIL_TYPE.created]: { action: AUDIT_ACTION.tenantCreated, fields: [] },
  [DETAIL_TYPE.renamed]: { action: AUDIT_ACTION.tenantRenamed, fields: [TENANT_ATTRIBUTE.name] },
  [DETAIL_TYPE.suspended]: { action: AUDIT_ACTION.tenantSuspended, fields: STATUS },
  [DETAIL_TYPE.reactivated]: { action: AUDIT_ACTION.tenantReactivated, fields: STATUS },
  [DETAIL_TYPE.closureScheduled]: { action: AUDIT_ACTION.tenantClosed, fields: STATUS },
  [DETAIL_TYPE.closureCancelled]: { action: AUDIT_ACTION.tenantRestored, fields: STATUS },
  [DETAIL_TYPE.deleted]: { action: AUDIT_ACTION.tenantDeleted, fields: STATUS },
  [DETAIL_TYPE.memberAdded]: { action: AUDIT_ACTION.memberAdded, fields: [role] },
  [DETAIL_TYPE.memberRoleChanged]: { action: AUDIT_ACTION.memberRoleChanged, fields: [role] },
  [DETAIL_TYPE.memberProfileChanged]: { action: AUDIT_ACTION.memberProfileChanged, fields: [name, email] },
  [DETAIL_TYPE.memberRemoved]: { action: AUDIT_ACTION.memberRemoved, fields: [role] },
  [DETAIL_TYPE.sessionsRevoked]: { action: AUDIT_ACTION.memberSignedOut, fields: [] },
  [DETAIL_TYPE.invitationCreated]: { action: AUDIT_ACTION.invitationCreated, fields: [INVITATION_ATTRIBUTE.role] },
  [DETAIL_TYPE.invitationResent]: { action: AUDIT_ACTION.invitationResent, fields: [] },
  [DETAIL_TYPE.invitationDeclined]: { action: AUDIT_ACTION.invitationDeclined, fields: [INVITATION_ATTRIBUTE.status] },
  [DETAIL_TYPE.invitationRevoked]: { action: AUDIT_ACTION.invitationRevoked, fields: [INVITATION_ATTRIBUTE.status] },
};

/** @returns nothing for an event that is not recorded */
export function happeningOf({ detailType, detail }: PublishedEvent, { change, removal }: ReadChange): Happening | undefined {
  const recording = RECORDINGS[detailType as keyof ChangeEventDetails];
  // Sessions belong to a person. Their end is recorded in the tenant whose admin has ended them.
  const tenantId = 'tenantId' in detail ? detail.tenantId : sessionsEndOf(change)?.tenantid;
  // The mark of a removal is recorded, or the deletion of the whole tenant.
  const isRecordedElsewhere = removal?.isMarked || removal?.actor !== undefined;
  if (recording === undefined || tenantId === undefined || isRecordedElsewhere) return undefined;
  const { actor } = detail as { readonly actor?: Actor };
  return {
    action: recording.action,
    tenantId,
    ...actor && { actor },
    targets: targetsOf(recording.action, tenantId, detail),
    changes: changesOf(recording, change),
  };
}

function targetsOf(action: AuditAction, tenantId: string, detail: PublishedEvent['detail']): AuditTarget[] {
  const { userId, invitationId } = detail as { readonly userId?: string; readonly invitationId?: string };
  return [
    ...action.startsWith('tenant.') ? [{ type: 'tenant', id: tenantId }] : [],
    ...userId === undefined ? [] : [{ type: 'user', id: userId }],
    ...invitationId === undefined ? [] : [{ type: 'invitation', id: invitationId }],
  ];
}

/** Attributes that say something about a person. The first name of a tenant is that of a person too. */
const PERSONAL: readonly string[] = [name, email];

function changesOf({ fields }: Recording, { before, after }: Change): AuditChange[] {
  return fields.filter((field) => before?.[field] !== after?.[field]).map((field) => {
    const [from, to] = PERSONAL.includes(field) ? [] : [before?.[field], after?.[field]];
    return { field: field === TENANT_ATTRIBUTE.deleteAt ? 'deleteAt' : field, ...typeof from === 'string' && { from }, ...typeof to === 'string' && { to } };
  });
}
