import * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { APPLICATION_NAME, newStack } from './support';
import { Tenancy, TenantIsolation } from '../../src';

/** What cdk-nag reads: ids of findings, with the reasons. */
function acknowledged(construct: IConstruct): Record<string, string> {
  return Object.assign({}, ...construct.node.metadata.filter(({ type }) => type === 'aws:cdk:acknowledged-rules').map(({ data }) => data));
}

test('a grant for a prefix gives the reason for its wildcard, by the id that cdk-nag has for it', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const isolation = new TenantIsolation(stack, 'Isolation');

  isolation.grantReadPrefix(bucket);

  const arn = `<${stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket)}.Arn>`;
  expect(acknowledged(isolation.tenantRole)).toHaveProperty([`AwsSolutions-IAM5[Resource::${arn}/<aws:PrincipalTag/tenantId>/*]`]);
});

test('the function that copies the dashboard has the reasons for its wildcards, by the ids that cdk-nag has for them', () => {
  const stack = newStack();
  const { dashboard } = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {} });

  const arn = `<${stack.getLogicalId(dashboard!.bucket.node.defaultChild as s3.CfnBucket)}.Arn>`;
  const reasons = acknowledged(stack.node.findChild('Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C'));
  expect(reasons).toHaveProperty([`AwsSolutions-IAM5[Resource::${arn}/*]`]);
  expect(reasons).toHaveProperty(['AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]']);
});

test('no reason reaches further than the construct that it is about', () => {
  const tenancy = new Tenancy(newStack(), 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {} });

  for (const construct of [tenancy.node.scope!, tenancy, tenancy.api, tenancy.adminApi, tenancy.saga, tenancy.preTokenEnricher, tenancy.dashboard!]) {
    expect(acknowledged(construct)).toEqual({});
  }
});
