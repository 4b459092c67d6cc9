import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

// Endpoint, region and credentials come from the environment.
export const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
export const eventBridge = new EventBridgeClient();
export const stepFunctions = new SFNClient();
// The engine names itself in queue URLs by a host of its own.
export const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
