import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { problemResult, tenantOf } from 'cdk-tenancy/runtime';
import { type Device, HEADERS, TABLE_NAME, tenantRows } from './tenant-rows';

/** `GET /tenant/{tenantId}/devices`: the devices of the tenant, sorted by name; at most 100. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  try {
    const { tenantId } = tenantOf(event);
    const { Items = [] } = await tenantRows.forRequest(event).send(new QueryCommand({
      TableName: TABLE_NAME,
      IndexName: 'by-name',
      KeyConditionExpression: 'tenantid = :tenant',
      ExpressionAttributeValues: { ':tenant': tenantId },
      Limit: 100,
    }));
    const devices: Device[] = Items.map(({ deviceid, name }) => ({ deviceId: deviceid, name }));
    return { statusCode: 200, headers: HEADERS, body: JSON.stringify({ tenantId, devices }) };
  } catch (error) {
    return problemResult(error, HEADERS);
  }
}
