import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readOutputs } from '../../../local/client/outputs';

/** Name of the application that the tests use. */
export const APPLICATION_NAME = 'devices';

export const outputs = readOutputs();

// Endpoint, region and credentials come from the environment.
export const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
export const eventBridge = new EventBridgeClient();
// Queue URLs of the engine have the host name of AWS.
export const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
