import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { REQUEST_LIMITS } from './request-limits';

/** One for all clients of a function: the clients of many tenants share its connections. */
const requestHandler = new NodeHttpHandler(REQUEST_LIMITS);

/**
 * A client whose attempts at one request end within 9 seconds.
 *
 * @param credentials those of the function when left out
 */
export function createDocumentClient(credentials?: DynamoDBClientConfig['credentials']): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3, requestHandler, credentials }));
}
