import { Logger } from '@aws-lambda-powertools/logger';
import { preTokenEnvironment } from './environment';
import { createHandler, LOOKUP_TIMEOUT } from './handler';
import { createTenantLookup } from './tenant-lookup';
import { readEnvironment } from '../shared/environment';
import { createEventBridgeClient } from '../shared/event-bridge-client';
import { createMetrics } from '../shared/metrics';
import { createUserCreatedPublisher } from '../shared/user-created';

const environment = readEnvironment(preTokenEnvironment);
const eventBusName = environment.TENANCY_EVENT_BUS_NAME;

export const handler = createHandler({
  lookUpTenants: createTenantLookup({
    adminApiUrl: environment.TENANCY_ADMIN_API_URL,
    region: environment.AWS_REGION,
    timeout: LOOKUP_TIMEOUT,
  }),
  lookupFailureMode: environment.TENANCY_LOOKUP_FAILURE,
  publishUserCreated: eventBusName === '' ? undefined : createUserCreatedPublisher({
    eventBridge: createEventBridgeClient(),
    applicationName: environment.TENANCY_APPLICATION_NAME,
    eventBusName,
  }),
  logger: new Logger(),
  metrics: createMetrics(),
});
