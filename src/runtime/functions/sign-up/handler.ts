import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, PostConfirmationTriggerEvent } from 'aws-lambda';
import type { NoteInvited } from './note-invited';
import { INVITATION_METADATA } from '../../../contract/invitations';
import { METRIC } from '../../../contract/metrics';
import { abortAt, type TriggerDeadline } from '../../aws/trigger-deadline';
import { loggable, startLog } from '../../observability/log';
import type { Metrics } from '../../observability/metrics';
import { userIdOf } from '../../users/user-attributes';
import { type PublishUserCreated, userCreatedDetail } from '../../users/user-created';

/** Time that is left for the event bus after an invited user is recorded, in milliseconds. */
const PUBLISH_TIME = 2_000;

export interface SignUpHandlerProps {
  readonly publishUserCreated: PublishUserCreated;
  /** Records that a user signed up through an invitation; absent without invitations. */
  readonly noteInvited?: NoteInvited;
  readonly deadlineOf: TriggerDeadline;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Cognito post-confirmation trigger: publishes the sign-up. */
export function createHandler({ publishUserCreated, noteInvited, deadlineOf, logger, metrics }: SignUpHandlerProps) {
  return async (event: PostConfirmationTriggerEvent, context: Context): Promise<PostConfirmationTriggerEvent> => {
    const deadline = deadlineOf(context);
    startLog(logger, context.awsRequestId);
    // Cognito also calls the trigger after a password reset.
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') {
      return event;
    }

    try {
      const detail = userCreatedDetail(event.userName, event.request.userAttributes);
      // A user who sends this key without an invitation only misses the automatic tenant, and can create one later.
      if (noteInvited !== undefined && event.request.clientMetadata?.[INVITATION_METADATA] !== undefined) {
        // This is recorded first. Otherwise the first sign-in could publish the sign-up of this user again, without the invitation.
        await noteInvited(userIdOf(event.request.userAttributes), deadline - PUBLISH_TIME);
        await publishUserCreated({ ...detail, invited: true }, abortAt(deadline));
      } else {
        await publishUserCreated(detail, abortAt(deadline));
      }
    } catch (error) {
      logger.error('The sign-up could not be published', loggable(error));
      metrics.count(METRIC.signUpPublishFailed);
      // Cognito shows this text to the user. The user is confirmed nevertheless.
      throw new Error('Your account is confirmed, but setting it up is not finished. Sign in to try again.');
    }
    metrics.count(METRIC.signUpPublished);
    return event;
  };
}
