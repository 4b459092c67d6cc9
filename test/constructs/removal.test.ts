/** The resources that contain data, after the deletion of the stack and after the rollback of its first deployment. */
import * as cdk from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { APPLICATION_NAME, newStack } from './support';
import { Tenancy, type TenancyProps, TenantTables } from '../../src';

const { RemovalPolicy } = cdk;

const KEPT = ['AWS::DynamoDB::Table', 'AWS::Cognito::UserPool', 'AWS::Cognito::UserPoolClient', 'AWS::S3::Bucket'];
const PROTECTION = { 'AWS::DynamoDB::Table': 'DeletionProtectionEnabled', 'AWS::Cognito::UserPool': 'DeletionProtection' };

function newTenancy(props: Partial<TenancyProps> = {}, change: (stack: cdk.Stack) => void = () => undefined): cdk.Stack {
  const stack = newStack();
  new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props });
  change(stack);
  return stack;
}

/** The deletion policies and the protection of resources in the template, by type. */
function endsIn(stack: cdk.Stack) {
  const template = Template.fromStack(stack);
  return Object.fromEntries(KEPT.map((type) => {
    const ends = Object.values(template.findResources(type)).map(({ DeletionPolicy, Properties }) => [DeletionPolicy, Properties[PROTECTION[type as 'AWS::DynamoDB::Table']]]);
    expect(ends.length).toBeGreaterThan(0);
    return [type, [...new Set(ends.map(([policy, protection]) => protection === undefined ? policy : `${policy}, ${protection}`))]];
  }));
}

/** The effect of `RemovalPolicies.of(stack).destroy()`, which old CDKs don't have. */
function destroyAll(stack: cdk.Stack): void {
  if ('RemovalPolicies' in cdk) {
    (cdk as any).RemovalPolicies.of(stack).destroy();
  } else {
    cdk.Aspects.of(stack).add({ visit: (node) => cdk.CfnResource.isCfnResource(node) && node.applyRemovalPolicy(RemovalPolicy.DESTROY) });
  }
}

test('tables and pool are protected and always kept; client and bucket are kept, but not if their creation is rolled back', () => {
  expect(endsIn(newTenancy())).toEqual({
    'AWS::DynamoDB::Table': ['Retain, true'],
    'AWS::Cognito::UserPool': ['Retain, ACTIVE'],
    'AWS::Cognito::UserPoolClient': ['RetainExceptOnCreate'],
    'AWS::S3::Bucket': ['RetainExceptOnCreate'],
  });
});

test('with RETAIN_ON_UPDATE_OR_DELETE a first deployment can be rolled back, and everything is kept when the stack is deleted', () => {
  expect(endsIn(newTenancy({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }))).toEqual({
    'AWS::DynamoDB::Table': ['RetainExceptOnCreate, false'],
    'AWS::Cognito::UserPool': ['RetainExceptOnCreate, INACTIVE'],
    'AWS::Cognito::UserPoolClient': ['RetainExceptOnCreate'],
    'AWS::S3::Bucket': ['RetainExceptOnCreate'],
  });
});

test('with DESTROY everything is deleted, and the buckets are emptied first', () => {
  const stack = newTenancy({ removalPolicy: RemovalPolicy.DESTROY });

  expect(endsIn(stack)).toEqual({
    'AWS::DynamoDB::Table': ['Delete, false'],
    'AWS::Cognito::UserPool': ['Delete, INACTIVE'],
    'AWS::Cognito::UserPoolClient': ['Delete'],
    'AWS::S3::Bucket': ['Delete'],
  });
  Template.fromStack(stack).resourceCountIs('Custom::S3AutoDeleteObjects', 2);
});

test('an aspect that sets DESTROY also turns the protection off', () => {
  expect(endsIn(newTenancy({}, destroyAll))).toMatchObject({
    'AWS::DynamoDB::Table': ['Delete, false'],
    'AWS::Cognito::UserPool': ['Delete, INACTIVE'],
  });
});

test('a table that is kept can be unprotected', () => {
  const stack = newStack();
  new TenantTables(stack, 'Tables', { deletionProtection: false });

  Template.fromStack(stack).allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: false } });
});

test.each([
  ['with the stack (DeletionPolicy Delete)', RemovalPolicy.DESTROY, () => undefined],
  ['when its creation is rolled back (DeletionPolicy RetainExceptOnCreate)', RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, () => undefined],
  ['with the stack (DeletionPolicy Delete)', undefined, destroyAll],
])('a table that is deleted %s must not be protected', (when, removalPolicy, change) => {
  const stack = newStack();
  new TenantTables(stack, 'Tables', { removalPolicy, deletionProtection: true });
  change(stack);

  expect(() => Template.fromStack(stack)).toThrow(`[Stack/Tables/Tenants] deletionProtection must be off for a table that is deleted ${when}, but was on`);
});

describe('without triggers', () => {
  test('the pool calls no function, and can be imported alone, because its template refers to no other resource', () => {
    const template = Template.fromStack(newTenancy({ userPoolTriggers: false }));

    const [[id, pool]] = Object.entries(template.findResources('AWS::Cognito::UserPool'));
    expect(pool.Properties).not.toHaveProperty('LambdaConfig');
    expect(JSON.stringify(pool.Properties)).not.toMatch(/"(Ref|Fn::\w+)"/);
    const [client] = Object.values(template.findResources('AWS::Cognito::UserPoolClient'));
    expect(JSON.stringify(client.Properties).match(/\{"(Ref|Fn::\w+)":[^}]*\}/g)).toEqual([`{"Ref":"${id}"}`]);
  });

  test('Cognito has no permission for the functions, and everything else stays the same', () => {
    const [before, after] = [{}, { userPoolTriggers: false }].map((props) => Template.fromStack(newTenancy(props)));
    const cognitoPermissions = (template: Template) => Object.keys(template.findResources('AWS::Lambda::Permission', {
      Properties: { Principal: 'cognito-idp.amazonaws.com' },
    }));

    expect(cognitoPermissions(before)).toHaveLength(2);
    expect(cognitoPermissions(after)).toEqual([]);
    const idsOf = (template: Template) => Object.keys(template.toJSON().Resources);
    expect(idsOf(after)).toEqual(idsOf(before).filter((id) => !cognitoPermissions(before).includes(id)));
  });
});

describe('resources that an earlier deployment may have left behind', () => {
  const infosOf = (props: Partial<TenancyProps>) => Annotations.fromStack(newTenancy(props)).findInfo('/Stack/Tenancy', Match.anyValue())
    .map(({ entry }) => entry.data);

  test.each([
    ['the table of invitations', { invitations: { enabled: false } }, 'invitations.enabled is false. If an earlier deployment had it on, its table of invitations is kept'],
    ['the bucket for failed changes', { changeEvents: { enabled: false } }, 'changeEvents.enabled is false. If an earlier deployment had it on, its bucket for failed changes is kept'],
  ])('are reported at synth as an info: %s', (_, props, text) => {
    expect(infosOf(props)).toEqual([expect.stringContaining(text)]);
    expect(Annotations.fromStack(newTenancy(props)).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('are not reported with the defaults, or if everything is deleted', () => {
    expect(infosOf({})).toEqual([]);
    expect(infosOf({ invitations: { enabled: false }, changeEvents: { enabled: false }, removalPolicy: RemovalPolicy.DESTROY })).toEqual([]);
  });
});
