import { MEMBERSHIP_MARK_ATTRIBUTE, TENANT_ATTRIBUTE, USER_ATTRIBUTE } from './attributes';

const { change, actorType, actorId, at, joinedAt } = MEMBERSHIP_MARK_ATTRIBUTE;

/** The attributes by which the functions behind the change streams find out who has removed a member, by table. Their roles can read no others. */
export const REMOVAL_ATTRIBUTES = {
  tenants: [TENANT_ATTRIBUTE.tenantId, TENANT_ATTRIBUTE.status, TENANT_ATTRIBUTE.deletionStartedAt],
  users: [USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, change, actorType, actorId, at, joinedAt],
} as const satisfies Record<string, readonly string[]>;
