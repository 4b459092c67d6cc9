/** The app that the proofs run against: the saga alone with each type of state machine, and a complete tenancy. */
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Tenancy, TenantAdminApi, TenantCreationSaga, TenantTables } from '../../src';
import { SAGAS, TENANCY, type SagaOutput, type TenancyOutput } from '../support/deployment';

const STATE_MACHINE_TYPE = { express: StateMachineType.EXPRESS, standard: StateMachineType.STANDARD };

const app = new App();

for (const applicationName of SAGAS) {
  const stack = new Stack(app, applicationName);
  const tables = new TenantTables(stack, 'Tables', { removalPolicy: RemovalPolicy.DESTROY });
  const eventBus = new events.EventBus(stack, 'EventBus');
  const saga = new TenantCreationSaga(stack, 'Saga', {
    applicationName, tables, eventBus, stateMachineType: STATE_MACHINE_TYPE[applicationName],
  });
  const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables, saga });
  addOutputs(stack, applicationName, sagaOutputs(saga, eventBus, adminApi));
}

const tenancyStack = new Stack(app, TENANCY);
const tenancy = new Tenancy(tenancyStack, 'Tenancy', { applicationName: TENANCY, removalPolicy: RemovalPolicy.DESTROY });
const tenancyOutputs: Record<TenancyOutput, string> = {
  ...sagaOutputs(tenancy.saga, tenancy.eventBus, tenancy.adminApi),
  UserPoolId: tenancy.userPool.userPoolId,
  UserPoolClientId: tenancy.userPoolClients[0].userPoolClientId,
  SignUpRoleName: tenancy.signUpPublisher.handler.role!.roleName,
};
addOutputs(tenancyStack, TENANCY, tenancyOutputs);

function sagaOutputs(saga: TenantCreationSaga, eventBus: events.IEventBus, adminApi: TenantAdminApi): Record<SagaOutput, string> {
  return {
    EventBusName: eventBus.eventBusName,
    AdminApiUrl: adminApi.url,
    TenantsTableName: saga.tables.tenants.tableName,
    UsersTableName: saga.tables.users.tableName,
    DeadLetterQueueUrl: saga.deadLetterQueue.queueUrl,
    CreateTenantArn: saga.createTenant.stateMachineArn,
    AddFirstAdminArn: saga.addFirstAdmin.stateMachineArn,
  };
}

/** The outputs of all stacks are collected in one object, so their names start with the name of the application. */
function addOutputs(stack: Stack, applicationName: string, outputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(outputs)) {
    new CfnOutput(stack, name, { value }).overrideLogicalId(`${applicationName}${name}`);
  }
}
