import { MEMBERSHIP_MARK_PREFIX, USER_ATTRIBUTE } from '../../contract/attributes';

/** Returns the key condition of a query for the members of a tenant. Marks are in the same partition, but sort after the members. */
export function membersOf(tenantId: string) {
  return {
    KeyConditionExpression: '#tenantId = :tenantId AND #userId < :marks',
    ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId, '#userId': USER_ATTRIBUTE.userId },
    ExpressionAttributeValues: { ':tenantId': tenantId, ':marks': MEMBERSHIP_MARK_PREFIX },
  };
}
