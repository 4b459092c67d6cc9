/** The decisions of an IAM evaluator on the policies of `TenantIsolation`. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { newApp } from './support';
import { TenantIsolation } from '../../src';
import { isAllowed } from '../iam-evaluator';

const TABLE_ARN = 'arn:aws:dynamodb:eu-north-1:123456789012:table/devices';
const BUCKET_ARN = 'arn:aws:s3:::files';

/** The indexes of the table, each with its partition key. */
const INDEXES = [['by-name', 'PK'], ['GSI1', 'GSI1PK']] as const;

/** The policy of the tenant role, with the ARNs of a deployed table and bucket. */
function policyOf(grant: (isolation: TenantIsolation, table: dynamodb.ITable, bucket: s3.IBucket) => void): object {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-north-1' } });
  const isolation = new TenantIsolation(stack, 'Isolation');
  const partitionKey = { name: 'PK', type: dynamodb.AttributeType.STRING };
  const table = new dynamodb.Table(stack, 'Table', { partitionKey });
  for (const [indexName, name] of INDEXES) {
    table.addGlobalSecondaryIndex({ indexName, partitionKey: { name, type: dynamodb.AttributeType.STRING } });
  }
  grant(isolation, table, s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN));
  const tableId = stack.getLogicalId(table.node.defaultChild as dynamodb.CfnTable);
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const tableArn = { 'Fn::GetAtt': [tableId, 'Arn'] };
  const known: Array<[token: object, arn: string]> = [
    ...INDEXES.map(([name]): [object, string] => [{ 'Fn::Join': ['', [tableArn, `/index/${name}`]] }, `${TABLE_ARN}/index/${name}`]),
    [tableArn, TABLE_ARN],
  ];
  const written = JSON.stringify(policy.Properties.PolicyDocument);
  return JSON.parse(known.reduce((text, [token, arn]) => text.replaceAll(JSON.stringify(token), JSON.stringify(arn)), written));
}

async function decide(policy: object, action: string, resource: string, context: Record<string, string | string[]> = {}, tag: string | undefined = 't1') {
  return isAllowed({
    action, resource, identityPolicies: [policy], accountId: '123456789012', context: { ...context, ...(tag !== '' && { 'aws:PrincipalTag/tenantId': tag }) },
  });
}

describe('objects', () => {
  const reading = policyOf((isolation, _, bucket) => isolation.grantReadPrefix(bucket));
  const writing = policyOf((isolation, _, bucket) => isolation.grantReadWritePrefix(bucket));

  test.each([
    ['t1/invoice.pdf', true],
    ['t1/2026/invoice.pdf', true],
    ['t10/invoice.pdf', false],
    ['t2/invoice.pdf', false],
    ['t1', false],
    ['invoice.pdf', false],
    ['t2/t1/invoice.pdf', false],
  ])('%s belongs to the tenant: %s', async (key, isOwn) => {
    expect(await decide(reading, 's3:GetObject', `${BUCKET_ARN}/${key}`)).toBe(isOwn);
    expect(await decide(reading, 's3:PutObject', `${BUCKET_ARN}/${key}`)).toBe(false);
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload']) {
      expect(await decide(writing, action, `${BUCKET_ARN}/${key}`)).toBe(isOwn);
    }
  });

  test.each([
    [{ 's3:prefix': 't1/' }, true],
    [{ 's3:prefix': 't1/2026/' }, true],
    [{ 's3:prefix': 't1' }, false],
    [{ 's3:prefix': 't10/' }, false],
    [{ 's3:prefix': '' }, false],
    [{}, false],
  ])('can be listed with %j: %s', async (context, isAllowedTo) => {
    expect(await decide(reading, 's3:ListBucket', BUCKET_ARN, context)).toBe(isAllowedTo);
    expect(await decide(writing, 's3:ListBucket', BUCKET_ARN, context)).toBe(isAllowedTo);
  });

  test('cannot be accessed by a session without the tag', async () => {
    expect(await decide(writing, 's3:GetObject', `${BUCKET_ARN}/t1/invoice.pdf`, {}, '')).toBe(false);
    expect(await decide(writing, 's3:ListBucket', BUCKET_ARN, { 's3:prefix': 't1/' }, '')).toBe(false);
  });
});

describe('rows', () => {
  const reading = policyOf((isolation, table) => isolation.grantReadRows(table, { indexNames: ['by-name'] }));

  test.each([
    ['dynamodb:GetItem', ['t1'], true],
    ['dynamodb:Query', ['t1'], true],
    ['dynamodb:BatchGetItem', ['t1', 't1'], true],
    ['dynamodb:BatchGetItem', ['t1', 't2'], false],
    ['dynamodb:GetItem', ['t2'], false],
    ['dynamodb:GetItem', ['t10'], false],
    ['dynamodb:PutItem', ['t1'], false],
    ['dynamodb:Scan', ['t1'], false],
  ])('%s of %j: %s', async (action, leadingKeys, isAllowedTo) => {
    expect(await decide(reading, action, TABLE_ARN, { 'dynamodb:LeadingKeys': leadingKeys })).toBe(isAllowedTo);
  });

  test.each([
    ['', true],
    ['/index/by-name', true],
    ['/index/by-name-2', false],
    ['-2', false],
  ])('of the table ARN with "%s" at its end: %s', async (suffix, isAllowedTo) => {
    expect(await decide(reading, 'dynamodb:Query', `${TABLE_ARN}${suffix}`, { 'dynamodb:LeadingKeys': ['t1'] })).toBe(isAllowedTo);
  });

  test('cannot be accessed by a request without a key, or by a session without the tag', async () => {
    expect(await decide(reading, 'dynamodb:Query', TABLE_ARN)).toBe(false);
    expect(await decide(reading, 'dynamodb:Query', TABLE_ARN, { 'dynamodb:LeadingKeys': ['t1'] }, '')).toBe(false);
  });
});

describe('rows with a key format', () => {
  const writing = policyOf((isolation, table) => isolation.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}', indexNames: ['by-name'] }));

  test.each([
    [['TENANT#t1'], true],
    [['TENANT#t1', 'TENANT#t1'], true],
    [['TENANT#t10'], false],
    [['TENANT#t2'], false],
    [['TENANT#t1', 'TENANT#t2'], false],
    [['TENANT#'], false],
    [['TENANT#t1#ORDERS'], false],
    [['t1'], false],
    [['tenant#t1'], false],
    [['TENANT#*'], false],
  ])('with the keys %j can be accessed: %s', async (leadingKeys, isAllowedTo) => {
    for (const action of ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem']) {
      expect(await decide(writing, action, TABLE_ARN, { 'dynamodb:LeadingKeys': leadingKeys })).toBe(isAllowedTo);
    }
    expect(await decide(writing, 'dynamodb:Query', `${TABLE_ARN}/index/by-name`, { 'dynamodb:LeadingKeys': leadingKeys })).toBe(isAllowedTo);
  });

  test('cannot be accessed by a session without the tag, or by a request without a key', async () => {
    expect(await decide(writing, 'dynamodb:GetItem', TABLE_ARN, { 'dynamodb:LeadingKeys': ['TENANT#'] }, '')).toBe(false);
    expect(await decide(writing, 'dynamodb:Query', TABLE_ARN)).toBe(false);
  });
});

describe("a row that one tenant puts where another tenant's queries find it", () => {
  const tenantRole = policyOf((isolation, table) => {
    isolation.grantReadWriteRows(table, { indexNames: ['by-name'] });
    isolation.grantQueryUncheckedIndex(table, 'GSI1');
  });
  /** The context of a request: IAM sees the value of the table's partition key, but only the names of other attributes. */
  const put = async (PK: string, tag: string) => decide(tenantRole, 'dynamodb:PutItem', TABLE_ARN, { 'dynamodb:LeadingKeys': [PK], 'dynamodb:Attributes': ['PK', 'GSI1PK'] }, tag);
  const query = async (index: string, key: string, tag: string) => decide(tenantRole, 'dynamodb:Query', `${TABLE_ARN}/index/${index}`, { 'dynamodb:LeadingKeys': [key] }, tag);

  test('is denied with an index that has the table\'s partition key, because the row would belong to the other tenant', async () => {
    expect(await query('by-name', 't2', 't2')).toBe(true);
    expect(await put('t2', 't1')).toBe(false);
  });

  test('is not denied with an unchecked index, so only the partition key of the table identifies the owner of a row', async () => {
    expect(await query('GSI1', 't2', 't2')).toBe(true);
    expect(await put('t1', 't1')).toBe(true);
  });

  test('cannot be put with the grant for an unchecked index, which allows only queries', async () => {
    for (const action of ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Scan']) {
      expect(await decide(tenantRole, action, `${TABLE_ARN}/index/GSI1`, { 'dynamodb:LeadingKeys': ['t1'] })).toBe(false);
    }
  });
});

test.each([
  ['uploads/t1/a.pdf', true],
  ['uploads/t10/a.pdf', false],
  ['uploads/t2/a.pdf', false],
  ['t1/a.pdf', false],
  ['uploads/', false],
])('with another prefix, the object %s belongs to the tenant: %s', async (key, isOwn) => {
  const reading = policyOf((isolation, _, bucket) => isolation.grantReadPrefix(bucket, { prefix: 'uploads/{tenantId}/' }));

  expect(await decide(reading, 's3:GetObject', `${BUCKET_ARN}/${key}`)).toBe(isOwn);
  expect(await decide(reading, 's3:ListBucket', BUCKET_ARN, { 's3:prefix': key })).toBe(isOwn);
});

describe('a session of the tenant role', () => {
  const ROLE_ARN = 'arn:aws:iam::123456789012:role/tenant-role';
  const WORKER_ARN = 'arn:aws:iam::123456789012:role/worker';

  /** The policies of a principal and of the tenant role in a deployed stack with known ARNs. */
  function policiesFor(granteeOf: (stack: Stack) => iam.IGrantable) {
    const stack = new Stack(newApp(), 'Stack', { env: { account: '123456789012', region: 'eu-north-1' } });
    const isolation = new TenantIsolation(stack, 'Isolation');
    isolation.grantAssume(granteeOf(stack));
    const roleId = stack.getLogicalId(isolation.tenantRole.node.defaultChild as iam.CfnRole);
    const { Resources: resources } = JSON.parse(JSON.stringify(Template.fromStack(stack).toJSON())
      .replaceAll(`{"Fn::GetAtt":["${roleId}","Arn"]}`, JSON.stringify(ROLE_ARN))
      .replaceAll('{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::123456789012:root"]]}', '"arn:aws:iam::123456789012:root"'));
    return {
      trust: resources[roleId].Properties.AssumeRolePolicyDocument,
      rights: Object.values<{ Type: string; Properties: { PolicyDocument: { Statement: Array<{ Action: string | string[] }> } } }>(resources)
        .filter(({ Type }) => Type === 'AWS::IAM::Policy')
        // Other rights of a build project don't matter here.
        .map(({ Properties: { PolicyDocument } }) => ({
          ...PolicyDocument, Statement: PolicyDocument.Statement.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('sts:'))),
        })),
    };
  }

  async function begins({ trust, rights }: ReturnType<typeof policiesFor>, tags: Record<string, string>, principal = WORKER_ARN): Promise<boolean> {
    const keys = Object.keys(tags);
    const decisions = await Promise.all(['sts:AssumeRole', ...(keys.length > 0 ? ['sts:TagSession'] : [])].map(async (action) => isAllowed({
      action,
      resource: ROLE_ARN,
      accountId: '123456789012',
      principal,
      context: {
        ...(keys.length > 0 && { 'aws:TagKeys': keys }),
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      },
      identityPolicies: rights,
      resourcePolicy: trust,
    })));
    return decisions.every(Boolean);
  }

  const newFunction = (stack: Stack) => new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'),
  });
  const PRINCIPALS: Array<[string, (stack: Stack) => iam.IGrantable]> = [
    ['a function', newFunction],
    ['an alias', (stack) => newFunction(stack).addAlias('live')],
    ['an ECS task role', (stack) => new ecs.FargateTaskDefinition(stack, 'Task').taskRole],
    ['a CodeBuild project', (stack) => new codebuild.Project(stack, 'Build', { buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }) })],
    ['a plain role', (stack) => new iam.Role(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })],
    ['a role that is named in the trust', () => new iam.ArnPrincipal(WORKER_ARN)],
  ];

  test.each(PRINCIPALS)('of %s can start only with exactly the one tag', async (_, granteeOf) => {
    const policies = policiesFor(granteeOf);

    expect(await begins(policies, { tenantId: 't1' })).toBe(true);
    for (const tags of [{}, { tenantId: '' }, { userId: 'ann' }, { tenantId: 't1', userId: 'ann' }]) {
      expect(await begins(policies, tags as Record<string, string>)).toBe(false);
    }
  });

  test('cannot be started by a principal without the grant', async () => {
    const { trust } = policiesFor(() => new iam.ArnPrincipal(WORKER_ARN));

    expect(await begins({ trust, rights: [] }, { tenantId: 't1' }, 'arn:aws:iam::123456789012:role/other')).toBe(false);
  });
});
