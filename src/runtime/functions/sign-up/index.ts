import { Logger } from '@aws-lambda-powertools/logger';
import { signUpEnvironment } from './environment';
import { createHandler } from './handler';
import { createNoteInvited } from './note-invited';
import { createDocumentClient } from '../../aws/document-client';
import { createEventBridgeClient } from '../../aws/event-bridge-client';
import { createTriggerDeadline } from '../../aws/trigger-deadline';
import { readEnvironment } from '../../environment/environment';
import { createMetrics } from '../../observability/metrics';
import { createUserCreatedPublisher } from '../../users/user-created';

const environment = readEnvironment(signUpEnvironment);
const usersTableName = environment.TENANCY_USERS_TABLE_NAME;

export const handler = createHandler({
  publishUserCreated: createUserCreatedPublisher({
    eventBridge: createEventBridgeClient(),
    applicationName: environment.TENANCY_APPLICATION_NAME,
    eventBusName: environment.TENANCY_EVENT_BUS_NAME,
  }),
  noteInvited: usersTableName === '' ? undefined : createNoteInvited(createDocumentClient(), usersTableName),
  // The time since the start of the process is the duration of the function's start.
  deadlineOf: createTriggerDeadline(performance.now()),
  logger: new Logger(),
  metrics: createMetrics(),
});
