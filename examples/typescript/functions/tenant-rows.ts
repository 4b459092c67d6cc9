import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STS } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { perTenant } from 'cdk-tenancy/runtime';

const requestHandler = new NodeHttpHandler();

/** Clients that can only reach the rows of one tenant: IAM denies all other rows. */
export const tenantRows = perTenant({
  sts: new STS(),
  createClient: (credentials) => DynamoDBDocumentClient.from(new DynamoDBClient({ credentials, requestHandler })),
});

export const TABLE_NAME = process.env.TABLE_NAME;

/** Headers of all responses. The allowed origin is that of the web app; `*` allows every origin. */
export const HEADERS = { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' };

export interface Device {
  readonly deviceId: string;
  readonly name: string;
}
