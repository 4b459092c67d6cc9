import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { actionsOf, newParts, newStack, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { TenantAdminApi } from '../../src';

function newAdminApi() {
  const stack = newStack();
  const { tables } = newParts(stack);
  return { stack, tables, adminApi: new TenantAdminApi(stack, 'AdminApi', { tables }) };
}

test('is behind IAM, but for preflights', () => {
  const { stack } = newAdminApi();

  const methods = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Method'))
    .map(({ Properties }) => `${Properties.HttpMethod} ${Properties.AuthorizationType}`);
  expect(new Set(methods)).toEqual(new Set(['GET AWS_IAM', 'OPTIONS NONE']));
});

test('has no resource policy, which would let in callers without rights of their own', () => {
  Template.fromStack(newAdminApi().stack).hasResourceProperties('AWS::ApiGateway::RestApi', { Policy: Match.absent() });
});

test('reads the status of tenants, queries users by the index, and nothing else', () => {
  const { stack, tables } = newAdminApi();

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'AdminApi')).toEqual(['dynamodb:BatchGetItem', 'dynamodb:Query', ...OBSERVABILITY_ACTIONS]);
  const byAction = Object.fromEntries(statementsOf(template, 'AdminApi').map(({ Action, Resource }) => [`${Action}`, Resource]));
  expect(byAction['dynamodb:BatchGetItem']).toEqual(stack.resolve(tables.tenants.tableArn));
  expect(byAction['dynamodb:Query']).toEqual({ 'Fn::Join': ['', [stack.resolve(tables.users.tableArn), '/index/user-index']] });
});

test('lets in whom it is told, to its routes only', () => {
  const { stack, adminApi } = newAdminApi();
  const role = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });

  const grant = adminApi.grantInvoke(role);

  expect(grant.success).toBe(true);
  expect(statementsOf(Template.fromStack(stack), 'Operator')).toEqual([{
    Effect: 'Allow',
    Action: 'execute-api:Invoke',
    Resource: stack.resolve(adminApi.restApi.arnForExecuteApi('GET', '/tenants/*', adminApi.restApi.deploymentStage.stageName)),
  }]);
});
