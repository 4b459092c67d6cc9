/** The roles that can access rows of more than one tenant. SECURITY.md lists the same roles, with reasons. */
import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { APPLICATION_NAME, newStack, rightsByRole } from './support';
import { Tenancy } from '../../src';

/** The actions on tables by role, for all rights that IAM does not restrict to a session's tag. */
const CROSSINGS: Record<string, string[]> = {
  'Tenancy/AdminApi/HandlerRole': ['dynamodb:BatchGetItem', 'dynamodb:Query'],
  'Tenancy/AdminApi/LookUpHandlerRole': ['dynamodb:BatchGetItem', 'dynamodb:Query'],
  'Tenancy/AdminApi/AdministrationHandlerRole': [
    'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem',
  ],
  'Tenancy/AdminApi/RepairHandlerRole': ['dynamodb:BatchGetItem', 'dynamodb:Query'],
  'Tenancy/AuditLog/ArchiveHandlerRole': ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
  'Tenancy/AuditLog/ReadHandlerRole': ['dynamodb:BatchGetItem'],
  'Tenancy/AuditLog/WriteHandlerRole': [
    'dynamodb:BatchGetItem', 'dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams', 'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
  'Tenancy/Authorizer/HandlerRole': ['dynamodb:BatchGetItem'],
  'Tenancy/ChangeEvents/HandlerRole': ['dynamodb:BatchGetItem', 'dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
  'Tenancy/Invitations/InvitedHandlerRole': [
    'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem',
  ],
  'Tenancy/AdditionalTenants/HandlerRole': [
    'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem',
  ],
  'Tenancy/Sessions/HandlerRole': ['dynamodb:ConditionCheckItem', 'dynamodb:UpdateItem'],
  'Tenancy/MemberProfiles/HandlerRole': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
  'Tenancy/Lifecycle/ErasureRole': ['dynamodb:DescribeTable'],
  'Tenancy/Lifecycle/FormerMembersHandlerRole': ['dynamodb:UpdateItem'],
  'Tenancy/Lifecycle/SweepHandlerRole': ['dynamodb:Query'],
  'Tenancy/SignUpPublisher/HandlerRole': ['dynamodb:UpdateItem'],
  'Tenancy/Saga/CreateTenant/StateMachineRole': ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  'Tenancy/Saga/AddFirstAdmin/StateMachineRole': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
};

/** Whether a statement is restricted to the rows of the session's tenant or user. */
function isHeldAgainstTag(condition: Record<string, Record<string, string | string[]>> | undefined): boolean {
  const keys = condition?.['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys'];
  return keys !== undefined && [keys].flat().every((key) => key.includes('${aws:PrincipalTag/')) && condition?.Null?.['dynamodb:LeadingKeys'] === 'false';
}

test('only the listed crossings can access rows of all tenants', () => {
  const stack = newStack();
  const archive = Bucket.fromBucketName(stack, 'Archive', 'archive');
  const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, audit: { archive } });
  const pathOfRole = Object.fromEntries(tenancy.node.findAll()
    .filter(({ node }) => node.id === 'Resource' && node.scope)
    .map((resource) => [stack.resolve((resource as unknown as { ref: unknown }).ref)?.Ref, resource.node.scope!.node.path.replace('Stack/', '')]));

  const found: Record<string, Set<string>> = {};
  for (const [role, statements] of Object.entries(rightsByRole(Template.fromStack(stack)))) {
    for (const { Action, Condition } of statements) {
      const actions = [Action].flat().filter((action) => action.startsWith('dynamodb:'));
      if (actions.length === 0 || isHeldAgainstTag(Condition)) continue;
      found[pathOfRole[role]] = new Set([...found[pathOfRole[role]] ?? [], ...actions]);
    }
  }

  expect(Object.fromEntries(Object.entries(found).map(([role, actions]) => [role, [...actions].sort()]))).toEqual(CROSSINGS);
});

test('SECURITY.md lists the crossings', () => {
  const security = readFileSync('SECURITY.md', 'utf8');
  const listed = [...security.split('### What crosses tenants')[1].split('\n## ')[0].matchAll(/^\| `(\w+)`([^|]*) \|/gm)].map(([, construct, part]) => construct + part);

  expect(listed).toEqual([
    'TenantAdminApi, reads', 'TenantAdminApi, lookups at sign-ins', 'TenantAdminApi, administration', 'TenantAdminApi, repairs', 'TenantAuthorizer', 'TenantChangeEvents', 'TenantAuditLog, writer', 'TenantAuditLog, reader', 'TenantAuditLog, archive', 'AdditionalTenants', 'TenantInvitations, invited people',
    'UserSessions', 'MemberProfiles', 'TenantLifecycle, sweep', 'TenantLifecycle, erasure', 'TenantLifecycle, former members', 'TenantLifecycle, erasure of persons', 'SignUpPublisher', 'TenantCreationSaga, create tenant', 'TenantCreationSaga, add first admin',
  ]);
});
