import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, PostConfirmationTriggerEvent } from 'aws-lambda';
import type { NoteInvited } from './note-invited';
import { INVITATION_METADATA } from '../../../contract/invitations';
import { METRIC } from '../../../contract/metrics';
import { abortAt, type TriggerDeadline } from '../../aws/trigger-deadline';
import { loggable, startLog } from '../../observability/log';
import { count } from '../../observability/metrics';
import { userIdOf } from '../../users/user-attributes';
import { type PublishUserCreated, userCreatedDetail } from '../../users/user-created';

/** What the note of an invited user leaves for the event bus, in milliseconds. */
const PUBLISH_TIME = 2_000;

export interface SignUpHandlerProps {
  readonly publishUserCreated: PublishUserCreated;
  /** Notes that a user came by an invitation; left out where there are none. */
  readonly noteInvited?: NoteInvited;
  readonly deadlineOf: TriggerDeadline;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Cognito post-confirmation trigger: puts the sign-up on the bus. */
export function createHandler({ publishUserCreated, noteInvited, deadlineOf, logger, metrics }: SignUpHandlerProps) {
  return async (event: PostConfirmationTriggerEvent, context: Context): Promise<PostConfirmationTriggerEvent> => {
    const deadline = deadlineOf(context);
    startLog(logger, context.awsRequestId);
    // The trigger is called at the end of a password reset as well.
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') {
      return event;
    }

    try {
      const detail = userCreatedDetail(event.userName, event.request.userAttributes);
      // A user who sends this without an invitation gets no tenant until they ask for one.
      if (noteInvited !== undefined && event.request.clientMetadata?.[INVITATION_METADATA] !== undefined) {
        // Noted first: the first sign-in would announce a user without a tenant again.
        await noteInvited(userIdOf(event.request.userAttributes), deadline - PUBLISH_TIME);
        await publishUserCreated({ ...detail, invited: true }, abortAt(deadline));
      } else {
        await publishUserCreated(detail, abortAt(deadline));
      }
    } catch (error) {
      logger.error('The sign-up could not be put on the bus', loggable(error));
      count(metrics, METRIC.signUpPublishFailed);
      // Cognito shows this text to the user, who is confirmed all the same.
      throw new Error('Your account is confirmed, but setting it up is not finished. Sign in to try again.');
    }
    count(metrics, METRIC.signUpPublished);
    return event;
  };
}
