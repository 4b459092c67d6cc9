import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

// Endpoint, region and credentials come from the environment.
export const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
export const eventBridge = new EventBridgeClient();
export const s3 = new S3Client({ forcePathStyle: true });
export const stepFunctions = new SFNClient();
// Queue URLs of the engine have the host name of AWS.
export const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
