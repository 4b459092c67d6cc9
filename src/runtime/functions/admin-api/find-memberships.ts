import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { EMAIL_MAX_LENGTH, type MembershipPage } from '../../../contract/api';
import { EMAIL_INDEX_NAME, emailKey, USER_ATTRIBUTE } from '../../../contract/attributes';
import { nextPage, pageRequest, startKey } from '../../http/pages';
import { invalidRequest } from '../../library/problem';
import { MEMBER, memberRepresentation } from '../../members/members';

/** Attributes by which the list is sorted: all keys of the item except for the address. */
const ORDER = [USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId];

/**
 * Returns a page of the memberships with an email address, sorted by tenant. A membership has the address that its user had when joining,
 * or at a later sign-in.
 *
 * @throws ProblemError 400
 */
export async function findMemberships(
  client: DynamoDBDocumentClient,
  tableName: string,
  event: Pick<APIGatewayProxyEvent, 'queryStringParameters'>,
): Promise<MembershipPage> {
  const { limit, after } = pageRequest(event, ORDER.length);
  const email = emailKey(event.queryStringParameters?.email ?? '');
  if (email === '' || email.length > EMAIL_MAX_LENGTH) {
    throw invalidRequest('The email address in the query is invalid.', [
      { field: 'email', detail: `must be an email address of at most ${EMAIL_MAX_LENGTH} characters` },
    ]);
  }
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tableName,
    IndexName: EMAIL_INDEX_NAME,
    KeyConditionExpression: '#email = :email',
    ExpressionAttributeNames: { '#email': USER_ATTRIBUTE.emailKey },
    ExpressionAttributeValues: { ':email': email },
    Limit: limit,
    ExclusiveStartKey: after && { [USER_ATTRIBUTE.emailKey]: email, ...startKey(after, ORDER) },
  }));
  return {
    memberships: z.array(MEMBER).parse(Items).map((member) => ({ tenantId: member.tenantid, ...memberRepresentation(member) })),
    ...nextPage(LastEvaluatedKey, ORDER),
  };
}
