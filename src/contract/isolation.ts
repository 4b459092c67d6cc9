import { TENANT_ID, USER_ID, type IdentifierFormat } from './identifiers';

/**
 * Session tags of the scoped roles. A session has exactly one of them. IAM compares the tag's value with the key of every row and object
 * that the session accesses.
 */
export const SESSION_TAG = {
  tenantId: 'tenantId',
  userId: 'userId',
} as const;

export type SessionTag = (typeof SESSION_TAG)[keyof typeof SESSION_TAG];

/** Format of the id that is the value of a session tag. */
export const ID_OF_TAG: Readonly<Record<SessionTag, IdentifierFormat>> = { tenantId: TENANT_ID, userId: USER_ID };

/** Lifetime of the credentials of a scoped role, in seconds: the longest that AWS allows when one role assumes another. */
export const SESSION_SECONDS = 3600;
