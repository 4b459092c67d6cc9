import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { APPLICATION_NAME, newStack } from './support';
import { wildcards, WILDCARD_REASONS } from './wildcards';
import { Tenancy, type TenancyProps, TenantLookup } from '../../src';

function wildcardsOf(props: Partial<TenancyProps> = {}, stack = newStack()): string[] {
  new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {}, ...props });
  return wildcards(Template.fromStack(stack).toJSON()).sort();
}

test('has wildcards as resources only if AWS leaves no choice, and every listed reason is used', () => {
  expect(wildcardsOf()).toEqual(Object.keys(WILDCARD_REASONS).sort());
});

test('has no additional wildcards with a key and all other options', () => {
  const stack = newStack();
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555');

  expect(wildcardsOf({ encryptionKey, healing: { enabled: false }, removalPolicy: RemovalPolicy.DESTROY, allowPlainPasswords: true }, stack))
    .toEqual(Object.keys(WILDCARD_REASONS).sort());
});

test('has no wildcards for buckets without a dashboard, change events, audit log and exports', () => {
  const props: Partial<TenancyProps> = {
    dashboard: undefined, changeEvents: { enabled: false }, audit: { enabled: false }, lifecycle: { exports: { enabled: false } },
  };
  expect(wildcardsOf(props)).toEqual(Object.keys(WILDCARD_REASONS).filter((wildcard) => !/^(s3:|dynamodb:ListStreams )/.test(wildcard)).sort());
});

test('has a wildcard for the user id at the end of the path, if the pre-token function asks the admin API', () => {
  expect(wildcardsOf({ lookup: TenantLookup.ADMIN_API }).filter((wildcard) => !(wildcard in WILDCARD_REASONS)))
    .toEqual(['execute-api:Invoke on arn:<>:execute-api:<>:<>:<>/prod/GET/tenants/*']);
});

test('finds a wildcard in any policy of a template', () => {
  const Statement = [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] }, 'arn:b'] },
    { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' },
  ];

  expect(wildcards({ Resources: { Role: { Properties: { Policies: [{ PolicyDocument: { Statement } }] } } } }))
    .toEqual(['s3:GetObject on <>/*', 's3:PutObject on <>/*']);
});
