import { requireIdentifier } from './require-identifier';
import { ID_OF_TAG, SESSION_TAG, type SessionTag } from '../../contract/isolation';
import { keyFor, keyFormatFault, parseKeyFormat, placeholderOf } from '../../contract/key-format';

/**
 * Returns the key of a tenant's rows: the value that the partition key must have in every request with the clients of `perTenant`. IAM
 * denies all other values.
 *
 * @param tenantId Id of the tenant.
 * @param keyFormat The `keyFormat` of the grant, such as `TENANT#{tenantId}`, or the `prefix` of a bucket's grant. The id itself by default.
 * @throws Error if the tenant id or the key format is invalid
 */
export function tenantKey(tenantId: string, keyFormat: string = placeholderOf(SESSION_TAG.tenantId)): string {
  return buildKey(tenantId, keyFormat, SESSION_TAG.tenantId);
}

/**
 * Returns the key of a user's rows in an index: the value that the partition key of the index must have in every query with the clients
 * of `perUser`. IAM denies all other values.
 *
 * @param userId Id of the user.
 * @param keyFormat The `keyFormat` of the grant, such as `USER#{userId}`. The id itself by default.
 * @throws Error if the user id or the key format is invalid
 */
export function userKey(userId: string, keyFormat: string = placeholderOf(SESSION_TAG.userId)): string {
  return buildKey(userId, keyFormat, SESSION_TAG.userId);
}

function buildKey(id: string, keyFormat: string, tag: SessionTag): string {
  requireIdentifier(ID_OF_TAG[tag], id);
  const fault = keyFormatFault(keyFormat, tag);
  if (fault !== undefined) {
    throw new Error(`keyFormat ${fault}, but was ${JSON.stringify(keyFormat)}.`);
  }
  return keyFor(id, parseKeyFormat(keyFormat, tag));
}
