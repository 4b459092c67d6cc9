import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { sagaRepairEnvironment } from './environment';
import { createGiveBack } from './give-back';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { createEventBridgeClient } from '../../aws/event-bridge-client';
import { createPutEvent } from '../../aws/put-event';
import { REQUEST_LIMITS } from '../../aws/request-limits';
import { readEnvironment, splitList } from '../../environment/environment';

const environment = readEnvironment(sagaRepairEnvironment);
const logger = new Logger();
const client = { maxAttempts: 3, requestHandler: REQUEST_LIMITS };
const giveBack = createGiveBack({
  putEvent: createPutEvent(createEventBridgeClient(), environment.TENANCY_EVENT_BUS_NAME),
  stepFunctions: new SFNClient(client),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  createTenant: environment.TENANCY_CREATE_TENANT_ARN,
  addFirstAdmin: environment.TENANCY_ADD_FIRST_ADMIN_ARN,
  deleteTenant: environment.TENANCY_DELETE_TENANT_ARN,
  exportTenant: environment.TENANCY_EXPORT_TENANT_ARN,
  logger,
});

export const handler = createHandler({
  deadLetters: { sqs: new SQSClient(client), queueUrl: environment.TENANCY_DEAD_LETTER_QUEUE_URL, giveBack, logger },
  leftBehind: {
    documentClient: createDocumentClient(),
    tenantsTableName: environment.TENANCY_TENANTS_TABLE_NAME,
    applicationName: environment.TENANCY_APPLICATION_NAME,
    giveBack,
  },
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger,
});
