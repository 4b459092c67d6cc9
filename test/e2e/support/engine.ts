import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Name of the application that the tests talk to. */
export const APPLICATION_NAME = 'devices';

/** An output of the deployed example, from the file that `TENANCY_OUTPUTS` names. */
export function output(name: string): string {
  const file = process.env.TENANCY_OUTPUTS;
  if (!file) throw new Error('TENANCY_OUTPUTS does not name the file with the outputs of the deployed example: run the tests with `npm test`');
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'))[name];
  if (typeof value !== 'string') throw new Error(`${file} has no text ${name}: ${value}`);
  return value;
}

// Endpoint, region and credentials come from the environment.
export const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
export const eventBridge = new EventBridgeClient();
// The engine names itself in queue URLs by a host of its own.
export const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
