import { Logger } from '@aws-lambda-powertools/logger';
import { createUserChangedPublisher } from './changed-profile';
import { preTokenEnvironment } from './environment';
import { createHandler } from './handler';
import { createSignInRecorder } from './sign-in-recorder';
import { createTenantLookup } from './tenant-lookup';
import { createEventBridgeClient } from '../../aws/event-bridge-client';
import { createTriggerDeadline } from '../../aws/trigger-deadline';
import { readEnvironment } from '../../environment/environment';
import { createMetrics } from '../../observability/metrics';
import { createUserCreatedPublisher } from '../../users/user-created';

const environment = readEnvironment(preTokenEnvironment);
const applicationName = environment.TENANCY_APPLICATION_NAME;
const eventBusName = environment.TENANCY_EVENT_BUS_NAME;
const changedUsersBusName = environment.TENANCY_CHANGED_USERS_BUS_NAME;
const signInRecorderUrl = environment.TENANCY_SIGN_IN_RECORDER_URL;
const eventBridge = createEventBridgeClient();

export const handler = createHandler({
  lookUpTenants: createTenantLookup({
    mode: environment.TENANCY_LOOKUP,
    url: environment.TENANCY_LOOKUP_URL,
    region: environment.AWS_REGION,
  }),
  lookupFailureMode: environment.TENANCY_LOOKUP_FAILURE,
  publishUserCreated: eventBusName === '' ? undefined : createUserCreatedPublisher({ eventBridge, applicationName, eventBusName }),
  publishUserChanged: changedUsersBusName === ''
    ? undefined
    : createUserChangedPublisher({ eventBridge, applicationName, eventBusName: changedUsersBusName }),
  recordSignIn: signInRecorderUrl === '' ? undefined : createSignInRecorder({ url: signInRecorderUrl, region: environment.AWS_REGION }),
  // The time since the start of the process is the duration of the function's start.
  deadlineOf: createTriggerDeadline(performance.now()),
  logger: new Logger(),
  metrics: createMetrics(),
});
