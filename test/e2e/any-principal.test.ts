/** `TenantIsolation` for principals that are not functions, and for keys that contain more than the tenant id. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { RemovalPolicy, aws_codebuild as codebuild, aws_dynamodb as dynamodb, aws_ecs as ecs, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3 } from 'aws-cdk-lib';
import { dynamodb as root } from './support/engine';
import { assume as assumeRole } from './support/roles';
import { assume as assumeWithTags } from './support/scoped-role';
import { deployStack, type DeployedStack } from './support/template-stack';
import { TenantIsolation } from '../../src';
import { perTenant, type ScopedClients, tenantKey } from '../../src/runtime/library';

const KEY_FORMAT = 'TENANT#{tenantId}';
const PREFIX = 'uploads/{tenantId}/';
const INDEX = 'GSI1';
const INDEX_BY_TABLE_KEY = 'by-status';
const OWN = 't1';
// The id starts with that of the own tenant: a rule that compares prefixes would allow it.
const FOREIGN = 't10';
const DENIED = 'AccessDeniedException';

type Output = 'tableName' | 'bucketName' | 'tenantRoleArn' | 'functionRoleArn' | 'aliasArn' | 'functionName' | 'taskRoleArn' | 'buildRoleArn' | 'plainRoleArn' | 'strangerRoleArn';

interface Clients {
  readonly rows: DynamoDBDocumentClient;
  readonly objects: S3Client;
}

let stack: DeployedStack<Output>;

const objectOf = (tenantId: string) => `${tenantKey(tenantId, PREFIX)}a.txt`;

beforeAll(async () => {
  stack = await deployStack((scope) => {
    const isolation = new TenantIsolation(scope, 'Isolation');
    const table = new dynamodb.Table(scope, 'Table', {
      partitionKey: { name: 'PK', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'SK', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    table.addGlobalSecondaryIndex({ indexName: INDEX, partitionKey: { name: 'GSI1PK', type: dynamodb.AttributeType.STRING } });
    table.addGlobalSecondaryIndex({
      indexName: INDEX_BY_TABLE_KEY,
      partitionKey: { name: 'PK', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'GSI1PK', type: dynamodb.AttributeType.STRING },
    });
    isolation.grantReadWriteRows(table, { keyFormat: KEY_FORMAT, indexNames: [INDEX_BY_TABLE_KEY] });
    isolation.grantQueryUncheckedIndex(table, INDEX, { keyFormat: KEY_FORMAT });
    const bucket = new s3.Bucket(scope, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
    isolation.grantReadWritePrefix(bucket, { prefix: PREFIX });

    const handler = (id: string) => new lambda.Function(scope, id, {
      runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true }),
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => process.env.TENANCY_TENANT_ROLE_ARN'),
    });
    const fn = handler('Function');
    const alias = new lambda.Alias(scope, 'Alias', { aliasName: 'live', version: handler('Aliased').currentVersion });
    const task = new ecs.FargateTaskDefinition(scope, 'Task');
    task.addContainer('Worker', { image: ecs.ContainerImage.fromRegistry('worker'), environment: isolation.environment });
    const build = new codebuild.Project(scope, 'Build', { buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }) });
    const role = (id: string) => new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    const plain = role('Plain');
    [fn, alias, task.taskRole, build, plain].forEach((grantee) => isolation.grantAssume(grantee));

    return {
      tableName: table.tableName,
      bucketName: bucket.bucketName,
      tenantRoleArn: isolation.tenantRole.roleArn,
      functionName: fn.functionName,
      functionRoleArn: fn.role!.roleArn,
      aliasArn: alias.functionArn,
      taskRoleArn: task.taskRole.roleArn,
      buildRoleArn: build.role!.roleArn,
      plainRoleArn: plain.roleArn,
      strangerRoleArn: role('Stranger').roleArn,
    };
  });
  for (const tenantId of [OWN, FOREIGN]) {
    for (const PK of [tenantId, tenantKey(tenantId, KEY_FORMAT)]) {
      await root.send(new PutCommand({ TableName: stack.outputs.tableName, Item: { PK, SK: 'ORDER#1', GSI1PK: PK } }));
    }
    await new S3Client().send(new PutObjectCommand({ Bucket: stack.outputs.bucketName, Key: objectOf(tenantId), Body: 'a' }));
  }
}, 120_000);

afterAll(async () => {
  for (const tenantId of [OWN, FOREIGN]) {
    await new S3Client().send(new DeleteObjectCommand({ Bucket: stack.outputs.bucketName, Key: objectOf(tenantId) }));
  }
  await stack.remove();
});

/** The outcome of a request: `allowed`, or the name of its error. */
async function outcome(request: Promise<unknown>): Promise<string> {
  return request.then(() => 'allowed', (error: Error) => error.name);
}

/** The credentials of code that runs with a role. Only services such as ECS and Lambda get them, so this makes the role trust the test too. */
async function credentialsOf(roleArn: string) {
  await new IAMClient().send(new UpdateAssumeRolePolicyCommand({
    RoleName: roleArn.split('/').at(-1)!,
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' }] }),
  }));
  return assumeRole({ arn: roleArn, remove: async () => undefined });
}

/** The library in a container or a build: the environment has the role, and no other variables of Lambda. */
async function clientsOf(roleArn: string): Promise<ScopedClients<Clients>> {
  const before = process.env;
  process.env = { ...before, TENANCY_TENANT_ROLE_ARN: stack.outputs.tenantRoleArn };
  try {
    return perTenant({
      sts: new STS({ credentials: await credentialsOf(roleArn) }),
      createClient: (credentials) => ({
        rows: DynamoDBDocumentClient.from(new DynamoDBClient({ credentials })),
        objects: new S3Client({ credentials }),
      }),
    });
  } finally {
    process.env = before;
  }
}

const read = async ({ rows }: Clients, PK: string) => outcome(rows.send(new GetCommand({ TableName: stack.outputs.tableName, Key: { PK, SK: 'ORDER#1' } })));
const write = async ({ rows }: Clients, PK: string) => outcome(rows.send(new PutCommand({ TableName: stack.outputs.tableName, Item: { PK, SK: 'ORDER#2' } })));
const query = async ({ rows }: Clients, attribute: string, key: string, IndexName?: string) => outcome(rows.send(new QueryCommand({
  TableName: stack.outputs.tableName, IndexName, KeyConditionExpression: `${attribute} = :key`, ExpressionAttributeValues: { ':key': key },
})));

describe.each<[string, () => string]>([
  ['a function', () => stack.outputs.functionRoleArn],
  ['an ECS task', () => stack.outputs.taskRoleArn],
  ['a CodeBuild project', () => stack.outputs.buildRoleArn],
  ['a plain role', () => stack.outputs.plainRoleArn],
])('%s', (_, roleArn) => {
  let own: Clients;
  beforeAll(async () => {
    own = (await clientsOf(roleArn())).forId(OWN);
  });

  test("reads, queries and writes the tenant's own rows", async () => {
    const key = tenantKey(OWN, KEY_FORMAT);

    expect(await Promise.all([read(own, key), write(own, key), query(own, 'PK', key), query(own, 'PK', key, INDEX_BY_TABLE_KEY), query(own, 'GSI1PK', key, INDEX)]))
      .toEqual(Array(5).fill('allowed'));
  });

  test.each([
    tenantKey(FOREIGN, KEY_FORMAT), OWN, FOREIGN, `${tenantKey(OWN, KEY_FORMAT)}#ORDERS`, 'TENANT#', 'TENANT#*', 'tenant#t1',
  ])('is denied the key %s', async (key) => {
    expect(await Promise.all([read(own, key), write(own, key), query(own, 'PK', key), query(own, 'PK', key, INDEX_BY_TABLE_KEY), query(own, 'GSI1PK', key, INDEX)]))
      .toEqual(Array(5).fill(DENIED));
  });

  test("reaches the tenant's own objects only", async () => {
    const get = async (Key: string) => outcome(own.objects.send(new GetObjectCommand({ Bucket: stack.outputs.bucketName, Key })));
    const list = async (Prefix: string) => outcome(own.objects.send(new ListObjectsV2Command({ Bucket: stack.outputs.bucketName, Prefix })));
    const [ownPrefix, foreignPrefix] = [OWN, FOREIGN].map((tenantId) => tenantKey(tenantId, PREFIX));

    expect(await Promise.all([get(objectOf(OWN)), list(ownPrefix)])).toEqual(['allowed', 'allowed']);
    expect(await Promise.all([get(objectOf(FOREIGN)), list(foreignPrefix), list('uploads/t1'), list('uploads/')])).toEqual(Array(4).fill('AccessDenied'));
  });
});

test('only the unchecked index finds a row that a tenant writes for another tenant, and the row names its writer', async () => {
  const [ownKey, foreignKey] = [OWN, FOREIGN].map((tenantId) => tenantKey(tenantId, KEY_FORMAT));
  const clients = await clientsOf(stack.outputs.plainRoleArn);
  const planted = { PK: ownKey, SK: 'PLANTED', GSI1PK: foreignKey };
  await clients.forId(OWN).rows.send(new PutCommand({ TableName: stack.outputs.tableName, Item: planted }));
  const found = async (attribute: string, IndexName: string) => (await clients.forId(FOREIGN).rows.send(new QueryCommand({
    TableName: stack.outputs.tableName, IndexName, KeyConditionExpression: `${attribute} = :key`, ExpressionAttributeValues: { ':key': foreignKey },
  }))).Items!.filter(({ SK }) => SK === planted.SK);

  expect(await found('PK', INDEX_BY_TABLE_KEY)).toEqual([]);
  const [row] = await found('GSI1PK', INDEX);
  expect(row.PK).not.toBe(foreignKey);
});

describe.each<[string, () => string]>([
  ['function', () => stack.outputs.functionName],
  ['alias', () => stack.outputs.aliasArn],
])('code behind the %s', (_, FunctionName) => {
  test('finds the role in its environment', async () => {
    const { Payload } = await new LambdaClient().send(new InvokeCommand({ FunctionName: FunctionName() }));

    expect(JSON.parse(Payload!.transformToString())).toBe(stack.outputs.tenantRoleArn);
  });
});

test('a role without a grant cannot assume the tenant role', async () => {
  const { rows } = (await clientsOf(stack.outputs.strangerRoleArn)).forId(OWN);

  expect(await outcome(rows.send(new GetCommand({ TableName: stack.outputs.tableName, Key: { PK: tenantKey(OWN, KEY_FORMAT), SK: 'ORDER#1' } })))).toBe('AccessDenied');
});

test.each<[string, Record<string, string>]>([
  ['no tag', {}],
  ['a second tag', { tenantId: OWN, userId: 'ann' }],
])('refuses a session with %s', async (_, tags) => {
  expect(await outcome(assumeWithTags(stack.outputs.tenantRoleArn, tags))).toBe('AccessDenied');
});
