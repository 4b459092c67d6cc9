/** AWS clients of the checks. Endpoint, Region and credentials come from the environment. */
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { XRayClient } from '@aws-sdk/client-xray';
import { observed } from './observed';
import type { Credentials } from '../../../local/client/api';

export const clients = {
  apiGateway: () => observed(new APIGatewayClient({})),
  logs: () => observed(new CloudWatchLogsClient({})),
  cognito: () => observed(new CognitoIdentityProviderClient({})),
  dynamodb: (credentials?: Credentials) => observed(new DynamoDBClient({ credentials })),
  eventBridge: () => observed(new EventBridgeClient({})),
  iam: () => observed(new IAMClient({})),
  lambda: () => observed(new LambdaClient({})),
  // The local engine needs the bucket in the path.
  s3: (credentials?: Credentials) => observed(new S3Client({ credentials, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined })),
  // Queue URLs of the local engine have the host name of AWS.
  sqs: () => observed(new SQSClient({ useQueueUrlAsEndpoint: false })),
  sts: () => observed(new STSClient({})),
  xray: () => observed(new XRayClient({})),
};
