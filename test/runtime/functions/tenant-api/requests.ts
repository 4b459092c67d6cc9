import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createHandler, type TenantApiHandlerProps } from '../../../../src/runtime/functions/tenant-api/handler';
import { perTenant, perUser, type ScopedCredentials } from '../../../../src/runtime/library';
import { type Answer, answerOf } from '../../answers';
import { apiEvent, type ApiRequest, authorizerOf, lambdaContext, TENANT_ID, USER_ID } from '../../events';
import type { Output } from '../../output';
import { RecordingSts } from '../../sts';

/** A client that records whose credentials it uses. */
export interface ScopedClient extends DynamoDBDocumentClient {
  readonly credentials: () => Promise<ScopedCredentials>;
}

/** Clients that record whose credentials they use, for the rows of a tenant and of a user. */
export function scopedRows() {
  const scope = {
    sts: new RecordingSts(),
    roleArn: 'role',
    createClient: (credentials: ScopedClient['credentials']) => Object.assign(DynamoDBDocumentClient.from(new DynamoDBClient({})), { credentials }),
  };
  return { tenantRows: perTenant(scope), userRows: perUser(scope) };
}

/** Sends a request to the web-app API's function. */
export async function sendTo({ logger }: Output, event: APIGatewayProxyEvent, changes: Partial<TenantApiHandlerProps> = {}): Promise<Answer> {
  const handler = createHandler({
    ...scopedRows(),
    applicationName: 'app',
    suspensionAccess: 'none',
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    invitationsTableName: '',
    roles: ['admin', 'member', 'auditor'],
    allowOrigins: ['*'],
    logger,
    ...changes,
  });
  return answerOf(await handler(event, lambdaContext()));
}

/** A request about the tenant of its sender, who is an admin. */
export function tenantRequest(method: string, changes: Partial<ApiRequest> = {}): ApiRequest {
  return { method, resource: '/tenant/{tenantId}', parameters: { tenantId: TENANT_ID }, authorizer: authorizerOf(), ...changes };
}

/** A request about its sender. */
export function userRequest(method: string, changes: Partial<ApiRequest> = {}): ApiRequest {
  return { method, resource: '/tenants/{userId}', parameters: { userId: USER_ID }, authorizer: authorizerOf(), ...changes };
}

/** With a body, as browsers send it. Text is sent as it is. */
export function withBody(body: unknown, request: ApiRequest): APIGatewayProxyEvent {
  return apiEvent({
    ...request,
    body: request.body === undefined ? asText(body) : request.body,
    headers: { 'Content-Type': 'application/json', ...request.headers },
  });
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
