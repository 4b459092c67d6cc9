/** What IAM makes of the policies that `TenantIsolation` writes, by an evaluator of its own. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { TenantIsolation } from '../../src';
import { isAllowed } from '../iam-evaluator';

const TABLE_ARN = 'arn:aws:dynamodb:eu-north-1:123456789012:table/devices';
const BUCKET_ARN = 'arn:aws:s3:::files';

/** The policy of the tenant role; the resources have names that are known, so nothing in it waits for a deployment. */
function policyOf(grant: (isolation: TenantIsolation, table: dynamodb.ITable, bucket: s3.IBucket) => void): object {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-north-1' } });
  const isolation = new TenantIsolation(stack, 'Isolation');
  grant(isolation, dynamodb.Table.fromTableArn(stack, 'Table', TABLE_ARN), s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET_ARN));
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policy.Properties.PolicyDocument;
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
  ])('%s is the tenant\'s own: %s', async (key, isOwn) => {
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
  ])('are listed with %j: %s', async (context, isAllowedTo) => {
    expect(await decide(reading, 's3:ListBucket', BUCKET_ARN, context)).toBe(isAllowedTo);
    expect(await decide(writing, 's3:ListBucket', BUCKET_ARN, context)).toBe(isAllowedTo);
  });

  test('are out of reach for a session without the tag', async () => {
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

  test('are out of reach for a request that names no key, and for a session without the tag', async () => {
    expect(await decide(reading, 'dynamodb:Query', TABLE_ARN)).toBe(false);
    expect(await decide(reading, 'dynamodb:Query', TABLE_ARN, { 'dynamodb:LeadingKeys': ['t1'] }, '')).toBe(false);
  });
});
