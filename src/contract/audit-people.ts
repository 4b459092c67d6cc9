import { USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE } from './attributes';

/** The attributes of users that the audit log's reader needs, of memberships and of users' own records. Its role can read no others of records. */
export const AUDIT_PERSON_ATTRIBUTES = {
  membership: [USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_ATTRIBUTE.name, USER_ATTRIBUTE.email],
  record: [USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_RECORD_ATTRIBUTE.erasedAt, USER_RECORD_ATTRIBUTE.openingKey],
} as const satisfies Record<string, readonly string[]>;
