import { TENANT_ID, USER_ID, type IdentifierFormat } from './identifiers';

/**
 * Session tags of the scoped roles. A session has exactly one of them, and IAM holds every row and object that the session
 * asks for against its value.
 */
export const SESSION_TAG = {
  tenantId: 'tenantId',
  userId: 'userId',
} as const;

export type SessionTag = (typeof SESSION_TAG)[keyof typeof SESSION_TAG];

/** The ids that a session tag can have as its value. */
export const ID_OF_TAG: Readonly<Record<SessionTag, IdentifierFormat>> = { tenantId: TENANT_ID, userId: USER_ID };

/** How long the credentials of a scoped role last, in seconds: as long as IAM lets one role assume another. */
export const SESSION_SECONDS = 3600;
