import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { STATUS_INDEX_NAME } from '../../../contract/attributes';
import type { SagaRepairEnvironment } from '../../../contract/environment';
import { FunctionOptions } from '../../function-options';
import { TenantCreationSaga } from '../../tenant-creation-saga';
import { apiTimeout } from '../api/api-function';
import { originsVariable } from '../api/cors-origins';
import { createRuntimeFunction } from '../functions/runtime-function';
import { indexArn } from '../isolation/scoped-rights';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantQueueKey, grantTableKey } from '../rights/key-rights';

export interface SagaRepairProps {
  readonly saga: TenantCreationSaga;
  readonly corsAllowOrigins: readonly string[];
  readonly serviceName: string;
  readonly options?: FunctionOptions;
}

/** Creates the function that returns dead letters to where they failed, and unfinished tenants to the state machines of a saga. */
export function createSagaRepair(scope: Construct, id: string, { saga, corsAllowOrigins, serviceName, options }: SagaRepairProps): lambda.Function {
  const { deadLetterQueue, eventBus, createTenant, addFirstAdmin, tables: { tenants } } = saga;
  const environment: SagaRepairEnvironment = {
    TENANCY_APPLICATION_NAME: saga.applicationName,
    TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
    TENANCY_DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl,
    TENANCY_EVENT_BUS_NAME: eventBus.eventBusName,
    TENANCY_CREATE_TENANT_ARN: createTenant.stateMachineArn,
    TENANCY_ADD_FIRST_ADMIN_ARN: addFirstAdmin.stateMachineArn,
    TENANCY_DELETE_TENANT_ARN: '',
    TENANCY_EXPORT_TENANT_ARN: '',
    TENANCY_CORS_ALLOW_ORIGINS: originsVariable(corsAllowOrigins),
  };
  const repair = createRuntimeFunction(scope, id, {
    bundle: 'saga-repair',
    description: 'Sends dead letters back to where they failed',
    serviceName,
    options,
    environment,
    timeout: apiTimeout(),
  });
  const grantee = inlineRightsOf(repair);
  const grant = (actions: string[], resourceArns: string[]) => iam.Grant.addToPrincipal({ grantee, actions, resourceArns });
  grant(['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'], [deadLetterQueue.queueArn]);
  grantQueueKey(grantee, deadLetterQueue, 'read');
  grant(['states:StartExecution'], [createTenant.stateMachineArn, addFirstAdmin.stateMachineArn]);
  eventBus.grantPutEventsTo(grantee);
  grant(['dynamodb:Query'], [indexArn(tenants, STATUS_INDEX_NAME)]);
  grant(['dynamodb:BatchGetItem'], [tenants.tableArn]);
  grantTableKey(grantee, tenants, 'read');
  return repair;
}
