import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { actionsOf, APPLICATION_NAME, newParts, newStack, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { TenantAdminApi, TenantCreationSaga, type TenantCreationSagaProps } from '../../src';

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

describe('repairs', () => {
  function newRepairs(sagaProps: Partial<TenantCreationSagaProps> = {}) {
    const stack = newStack();
    const { tables, eventBus } = newParts(stack);
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, tables, eventBus, ...sagaProps });
    return { stack, tables, saga, adminApi: new TenantAdminApi(stack, 'AdminApi', { tables, saga }) };
  }

  test('are a route behind IAM, of a function that may do just that', () => {
    const { stack, tables, saga } = newRepairs();

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'POST', AuthorizationType: 'AWS_IAM' });
    expect(actionsOf(template, 'RepairHandler')).toEqual([
      'dynamodb:Query', ...OBSERVABILITY_ACTIONS, 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', 'states:StartExecution',
    ].sort());
    const byAction = Object.fromEntries(statementsOf(template, 'RepairHandler').map(({ Action, Resource }) => [[Action].flat().at(-1), Resource]));
    expect(byAction['dynamodb:Query']).toEqual({ 'Fn::Join': ['', [stack.resolve(tables.tenants.tableArn), '/index/creating-index']] });
    expect(byAction['sqs:ReceiveMessage']).toEqual(stack.resolve(saga.deadLetterQueue.queueArn));
    expect(byAction['states:StartExecution']).toEqual([stack.resolve(saga.createTenant.stateMachineArn), stack.resolve(saga.addFirstAdmin.stateMachineArn)]);
  });

  test('can read encrypted letters', () => {
    const stack = newStack();
    const { tables, eventBus } = newParts(stack);
    const encryptionKey = new kms.Key(stack, 'Key');
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, tables, eventBus, encryptionKey });
    new TenantAdminApi(stack, 'AdminApi', { tables, saga });

    expect(actionsOf(Template.fromStack(stack), 'RepairHandler')).toContain('kms:Decrypt');
  });

  test('are for whom is told, and for nobody who may only read', () => {
    const { stack, adminApi } = newRepairs();
    const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    const operator = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
    adminApi.grantInvoke(reader);
    adminApi.grantRepair(operator);

    const template = Template.fromStack(stack);
    const { stageName } = adminApi.restApi.deploymentStage;
    const arn = (method: string, path: string) => stack.resolve(adminApi.restApi.arnForExecuteApi(method, path, stageName));
    expect(statementsOf(template, 'Reader').map(({ Resource }) => Resource)).toEqual([arn('GET', '/tenants/*')]);
    expect(statementsOf(template, 'Operator').map(({ Resource }) => Resource)).toEqual([arn('POST', '/repairs')]);
  });

  test('are not there without a saga', () => {
    const { stack, adminApi } = newAdminApi();

    expect(adminApi.repairHandler).toBeUndefined();
    expect(() => adminApi.grantRepair(new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() })))
      .toThrow('[Stack/AdminApi] grantRepair was expected on an API with a saga, but this one was made without. Pass saga to TenantAdminApi.');
  });
});
