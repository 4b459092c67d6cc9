import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { signUpEnvironment } from './environment';
import { createHandler } from './handler';
import { readEnvironment } from '../shared/environment';
import { createEventBridgeClient } from '../shared/event-bridge-client';
import { createUserCreatedPublisher } from '../shared/user-created';

const environment = readEnvironment(signUpEnvironment);

export const handler = createHandler({
  publishUserCreated: createUserCreatedPublisher({
    eventBridge: createEventBridgeClient(),
    applicationName: environment.TENANCY_APPLICATION_NAME,
    eventBusName: environment.TENANCY_EVENT_BUS_NAME,
  }),
  logger: new Logger(),
  metrics: new Metrics(),
});
