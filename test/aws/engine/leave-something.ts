/** Creates leftovers like those of a killed run: `tsx leave-something.ts <name of its stack>`. */
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient, CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { RUN_TAG, temporaryPrefix } from '../names';

async function main(): Promise<void> {
  const [StackName] = process.argv.slice(2);
  const cloudFormation = new CloudFormationClient({});
  await cloudFormation.send(new CreateStackCommand({
    StackName, TemplateBody: JSON.stringify({ Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: `${StackName}-of-stack` } } } }),
  }));
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 30, minDelay: 0.1, maxDelay: 1 }, { StackName });
  const s3 = new S3Client({ forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: `${StackName}-retained` }));
  for (const Bucket of [`${StackName}-of-stack`, `${StackName}-retained`]) await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
  await new DynamoDBClient({}).send(new CreateTableCommand({
    TableName: `${StackName}-retained`,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
  }));
  await new CognitoIdentityProviderClient({}).send(new CreateUserPoolCommand({
    PoolName: 'retained', DeletionProtection: 'ACTIVE', UserPoolTags: { [RUN_TAG]: StackName },
  }));
  await new SQSClient({}).send(new CreateQueueCommand({ QueueName: `${temporaryPrefix(StackName)}renamed` }));
  for (const logGroupName of [`/aws/lambda/${StackName}-fn`, `/aws/vendedlogs/states/${StackName}-saga`]) {
    await new CloudWatchLogsClient({}).send(new CreateLogGroupCommand({ logGroupName }));
  }
}

void main();
