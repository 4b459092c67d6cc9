import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ProblemError, problemResult, tenantOf } from 'cdk-tenancy/runtime';
import { tenantAuditLog } from './tenant-audit-log';
import { type Device, HEADERS, TABLE_NAME, tenantRows } from './tenant-rows';

/** `POST /tenant/{tenantId}/devices` with `{ "name": "..." }`: adds a device to the tenant. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  try {
    const caller = tenantOf(event);
    const device: Device = { deviceId: randomUUID(), name: nameIn(event.body) };
    await tenantRows.forRequest(event).send(new PutCommand({
      TableName: TABLE_NAME,
      Item: { tenantid: caller.tenantId, deviceid: device.deviceId, name: device.name },
    }));
    await tenantAuditLog.forRequest(event).record(caller, { action: 'device.added', targets: [{ type: 'device', id: device.deviceId }] });
    return { statusCode: 201, headers: HEADERS, body: JSON.stringify(device) };
  } catch (error) {
    return problemResult(error, HEADERS);
  }
}

function nameIn(body: string | null): string {
  let name: unknown;
  try {
    name = JSON.parse(body ?? '').name;
  } catch {
    throw new ProblemError(400, 'The body is not a JSON object.', [{ field: '', detail: 'must be a JSON object' }]);
  }
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100) {
    throw new ProblemError(400, 'The body names no device.', [{ field: '/name', detail: 'must be a text of 1 to 100 characters' }]);
  }
  return name;
}
