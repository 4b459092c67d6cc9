import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** One for all clients of a function: the clients of many tenants share its connections. */
const requestHandler = new NodeHttpHandler({ connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true });

/**
 * A client whose attempts at one request end within 9 seconds.
 *
 * @param credentials those of the function when left out
 */
export function createDocumentClient(credentials?: DynamoDBClientConfig['credentials']): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3, requestHandler, credentials }));
}
