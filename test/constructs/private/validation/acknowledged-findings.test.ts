import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import type { IConstruct } from 'constructs';
import { Tenancy, TenantDashboard, TenantIsolation } from '../../../../src';
import { APPLICATION_NAME, newStack } from '../../support';

/** The data that cdk-nag reads: all reasons by the ids of findings, including duplicates. */
function acknowledgements(construct: IConstruct): Array<[string, string]> {
  return construct.node.metadata.filter(({ type }) => type === 'aws:cdk:acknowledged-rules').flatMap(({ data }) => Object.entries<string>(data));
}

function acknowledged(construct: IConstruct): Record<string, string> {
  return Object.fromEntries(acknowledgements(construct));
}

/** The functions that copy files into buckets. */
const copiersIn = (stack: Stack) => stack.node.children.filter(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));

test('a grant for a prefix adds the reason for its wildcard, with the id of cdk-nag', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const isolation = new TenantIsolation(stack, 'Isolation');

  isolation.grantReadPrefix(bucket);

  const arn = `<${stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket)}.Arn>`;
  expect(acknowledged(isolation.tenantRole)).toHaveProperty([`AwsSolutions-IAM5[Resource::${arn}/<aws:PrincipalTag/tenantId>/*]`]);
});

test('the function that copies the dashboard has the reasons for its wildcards, with the ids of cdk-nag', () => {
  const stack = newStack();
  const { dashboard } = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {} });

  const arn = `<${stack.getLogicalId(dashboard!.bucket.node.defaultChild as s3.CfnBucket)}.Arn>`;
  const [copier] = copiersIn(stack);
  const reasons = acknowledged(copier);
  expect(reasons).toHaveProperty([`AwsSolutions-IAM5[Resource::${arn}/*]`]);
  expect(reasons).toHaveProperty(['AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]']);
});

test('reasons apply only to their construct', () => {
  const tenancy = new Tenancy(newStack(), 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {} });

  for (const construct of [tenancy.node.scope!, tenancy, tenancy.api, tenancy.adminApi, tenancy.saga, tenancy.preTokenEnricher, tenancy.dashboard!]) {
    expect(acknowledged(construct)).toEqual({});
  }
});

describe('with a bucket deployment of the application', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Bucket');
  const own = new s3deploy.BucketDeployment(stack, 'Deployment', { destinationBucket: bucket, sources: [s3deploy.Source.data('a.txt', 'a')] });
  const { api, userPool, userPoolClients: [userPoolClient] } = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {} });
  new TenantDashboard(stack, 'Second', { api, userPool, userPoolClient });
  const [ofTheTeam, ours, ...others] = copiersIn(stack);

  test('the dashboards of a stack share a function, separate from the application\'s', () => {
    expect(own.handlerRole.node.scope).toBe(ofTheTeam);
    expect(ours).toBeDefined();
    expect(others).toEqual([]);
  });

  test("reasons don't apply to the application's function", () => {
    expect(acknowledgements(ofTheTeam)).toEqual([]);
  });

  test('each reason is added once', () => {
    const ids = acknowledgements(ours).map(([id]) => id);

    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('the logs of the function that copies dashboards expire, and are deleted with the stack', () => {
    const template = Template.fromStack(stack);
    const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup')).filter((id) => id.startsWith('TenantDashboardContentLogGroup'));

    template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 272, LoggingConfig: { LogGroup: { Ref: logGroup } } });
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete', Properties: Match.objectEquals({ RetentionInDays: 30 }) });
  });
});
