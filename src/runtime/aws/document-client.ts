import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { REQUEST_LIMITS } from './request-limits';

/** All clients of a function share this handler, so the clients of many tenants share its connections. */
const requestHandler = new NodeHttpHandler(REQUEST_LIMITS);

/**
 * Creates a client whose attempts at one request together end within 9 seconds.
 *
 * @param credentials By default, the credentials of the function.
 */
export function createDocumentClient(credentials?: DynamoDBClientConfig['credentials']): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3, requestHandler, credentials }));
}
