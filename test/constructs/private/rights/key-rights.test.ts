/** The rights of the roles on a customer-managed key, which can encrypt other data of the account too. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Tenancy, TenantIsolation } from '../../../../src';
import { isKeyUseAllowed } from '../../../iam-evaluator';
import { newStack, rightsByRole, type Statement, statementsOf } from '../../support';

const ACCOUNT = '123456789012';
const OTHER_ACCOUNT = '210987654321';
const KEY_ARN = `arn:aws:kms:eu-north-1:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`;
const TABLE_ARN = `arn:aws:dynamodb:eu-north-1:${ACCOUNT}:table/devices`;
const BUCKET_ARN = 'arn:aws:s3:::files';

interface Resources {
  readonly isolation: TenantIsolation;
  readonly table: dynamodb.ITable;
  readonly bucket: s3.IBucket;
}

/** The policy of the tenant role. The names of the resources are known, so it contains no tokens. */
function policyOf(grant: (resources: Resources) => void): object {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-north-1' } });
  const isolation = new TenantIsolation(stack, 'Isolation');
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);
  grant({
    isolation,
    table: dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: TABLE_ARN, encryptionKey }),
    bucket: s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn: BUCKET_ARN, encryptionKey }),
  });
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policy.Properties.PolicyDocument;
}

/** Evaluates a request in a session of the tenant t1. */
function decide(policy: object, action: string, context: Record<string, string>): boolean {
  return isKeyUseAllowed({
    action, resource: KEY_ARN, identityPolicies: [policy], accountId: ACCOUNT, context: { 'aws:PrincipalTag/tenantId': 't1', ...context },
  });
}

const tableContext = (tableName: string, subscriberId = ACCOUNT) => ({
  'kms:EncryptionContext:aws:dynamodb:tableName': tableName, 'kms:EncryptionContext:aws:dynamodb:subscriberId': subscriberId,
});
const objectContext = (arn: string) => ({ 'kms:EncryptionContext:aws:s3:arn': arn });
const through = (service: string) => ({ 'kms:ViaService': `${service}.eu-north-1.amazonaws.com` });

describe('the key of a table', () => {
  const reading = policyOf(({ isolation, table }) => isolation.grantReadRows(table));
  const queryingIndex = policyOf(({ isolation, table }) => isolation.grantQueryUncheckedIndex(table, 'by-name'));
  const writing = policyOf(({ isolation, table }) => isolation.grantReadWriteRows(table));

  test.each([
    { asking: 'DynamoDB for the table', context: { ...through('dynamodb'), ...tableContext('devices') }, expected: true },
    { asking: 'DynamoDB for another table', context: { ...through('dynamodb'), ...tableContext('payments') }, expected: false },
    { asking: 'DynamoDB for a table of that name in another account', context: { ...through('dynamodb'), ...tableContext('devices', OTHER_ACCOUNT) }, expected: false },
    { asking: 'DynamoDB for an unknown table', context: through('dynamodb'), expected: false },
    { asking: 'another service', context: { ...through('s3'), ...tableContext('devices') }, expected: false },
    { asking: 'the function itself', context: tableContext('devices'), expected: false },
    { asking: 'the function itself, without an encryption context', context: {}, expected: false },
  ])('can be used by $asking: $expected', ({ context, expected }) => {
    for (const policy of [reading, queryingIndex, writing]) {
      expect(decide(policy, 'kms:Decrypt', context)).toBe(expected);
    }
    for (const action of ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']) {
      expect(decide(writing, action, context)).toBe(expected);
    }
  });

  test('does not encrypt for a role that only reads, and no role can create grants for it', () => {
    const context = { ...through('dynamodb'), ...tableContext('devices') };

    for (const policy of [reading, queryingIndex]) {
      expect(decide(policy, 'kms:GenerateDataKey', context)).toBe(false);
    }
    expect(decide(writing, 'kms:CreateGrant', context)).toBe(false);
  });
});

describe('the key of a bucket', () => {
  const reading = policyOf(({ isolation, bucket }) => isolation.grantReadPrefix(bucket));
  const writing = policyOf(({ isolation, bucket }) => isolation.grantReadWritePrefix(bucket));

  test.each([
    ["an object of the tenant's", `${BUCKET_ARN}/t1/invoice.pdf`, true],
    ['the bucket, whose key objects share', BUCKET_ARN, true],
    ['an object of another tenant', `${BUCKET_ARN}/t2/invoice.pdf`, false],
    ['an object of a tenant whose id begins alike', `${BUCKET_ARN}/t10/invoice.pdf`, false],
    ['another bucket', 'arn:aws:s3:::files-of-finance', false],
    ['an object of another bucket', 'arn:aws:s3:::files-of-finance/t1/invoice.pdf', false],
  ])('decrypts %s: %s', (_, arn, expected) => {
    const context = { ...through('s3'), ...objectContext(arn) };

    expect(decide(reading, 'kms:Decrypt', context)).toBe(expected);
    expect(decide(reading, 'kms:GenerateDataKey', context)).toBe(false);
    expect(decide(writing, 'kms:Decrypt', context)).toBe(expected);
    expect(decide(writing, 'kms:GenerateDataKey', context)).toBe(expected);
  });

  test('does not decrypt for the function itself or for another service', () => {
    const context = objectContext(`${BUCKET_ARN}/t1/invoice.pdf`);

    for (const other of [context, { ...context, ...through('dynamodb') }]) {
      expect(decide(writing, 'kms:Decrypt', other)).toBe(false);
      expect(decide(writing, 'kms:GenerateDataKey', other)).toBe(false);
    }
  });
});

describe('in a tenancy with everything', () => {
  const stack = newStack();
  const encryptionKey = new kms.Key(stack, 'Key');
  new Tenancy(stack, 'Tenancy', {
    applicationName: 'shop',
    encryptionKey,
  });
  const template = Template.fromStack(stack);
  const onKeys = Object.entries(rightsByRole(template)).flatMap(([role, statements]) => statements
    .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')))
    .map((statement) => [role, statement] as const));

  const VIA = [['dynamodb.*'], ['dynamodb.*', 'streams.dynamodb.*'], ['s3.*'], ['sqs.*']];

  test('each right on a key is for one service', () => {
    expect(onKeys.length).toBeGreaterThan(10);
    for (const [, { Condition }] of onKeys) {
      expect(VIA).toContainEqual(Condition.StringLike['kms:ViaService']);
    }
  });

  test('each right to use a key is for the data of one table, bucket or queue', () => {
    for (const [, { Condition }] of onKeys.filter(([, { Action }]) => Action !== 'kms:DescribeKey')) {
      expect(Object.keys({ ...Condition.StringLike, ...Condition.StringEquals })).toContainEqual(expect.stringMatching(/^kms:EncryptionContext:aws:(dynamodb:tableName|s3:arn|sqs:arn)$/));
    }
  });

  test('the rights of each role fit into the 10,240 characters of its inline policies', () => {
    for (const statements of Object.values(rightsByRole(template))) {
      // References are about as long as the ARNs that they become.
      expect(JSON.stringify(statements).length).toBeLessThan(8_000);
    }
  });

  test('the repair function can decrypt messages in the dead-letter queue', () => {
    const [{ Action, Condition }] = statementsOf(template, 'RepairHandler').filter(usesQueueKey);

    expect(Action).toBe('kms:Decrypt');
    expect(Condition.StringEquals['kms:EncryptionContext:aws:sqs:arn']).toEqual({ 'Fn::GetAtt': [expect.stringContaining('DeadLetterQueue'), 'Arn'] });
  });

  test('the function of change events can describe the key too, as the stream of a table requires', () => {
    const [{ Condition }] = statementsOf(template, 'ChangeEventsHandler').filter(({ Action }) => Action === 'kms:DescribeKey');

    expect(Condition).toEqual({ StringLike: { 'kms:ViaService': ['dynamodb.*', 'streams.dynamodb.*'] } });
  });

  function usesQueueKey({ Condition }: Statement): boolean {
    return Condition?.StringLike?.['kms:ViaService']?.[0] === 'sqs.*';
  }
});

test("the encryption context for a table of another account contains that account's id", () => {
  const stack = newStack();
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', {
    tableArn: TABLE_ARN.replace(ACCOUNT, OTHER_ACCOUNT), encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN.replace(ACCOUNT, OTHER_ACCOUNT)),
  });
  new TenantIsolation(stack, 'Isolation').grantReadRows(table);

  const [{ Condition }] = statementsOf(Template.fromStack(stack), 'IsolationTenantRole').filter(({ Action }) => Action === 'kms:Decrypt');
  expect(Condition.StringEquals).toEqual(tableContext('devices', OTHER_ACCOUNT));
});

test('the policy of a key that does not trust the policies of its account gets the rights itself', () => {
  const stack = newStack();
  const encryptionKey = kms.Key.fromCfnKey(new kms.CfnKey(stack, 'Key', { keyPolicy: { Version: '2012-10-17', Statement: [] } }));
  const table = dynamodb.Table.fromTableAttributes(stack, 'Table', { tableArn: TABLE_ARN, encryptionKey });
  new TenantIsolation(stack, 'Isolation').grantReadRows(table);

  const [{ Properties: { KeyPolicy } }] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  expect(KeyPolicy.Statement.find(({ Action }: Statement) => Action === 'kms:Decrypt').Condition).toEqual({
    StringLike: { 'kms:ViaService': ['dynamodb.*'] },
    StringEquals: tableContext('devices'),
  });
});
