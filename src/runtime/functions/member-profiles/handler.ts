import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { updateProfile } from './update-profile';
import type { UserChangedDetail } from '../../../contract/events';
import { isIdentifier, USER_ID } from '../../../contract/identifiers';
import { loggable, startLog } from '../../observability/log';
import { userIdOf } from '../../users/user-attributes';
import type { ReadPoolUser } from '../../users/user-directory';

export interface MemberProfilesHandlerProps {
  readonly readPoolUser: ReadPoolUser;
  readonly documentClient: DynamoDBDocumentClient;
  readonly usersTableName: string;
  readonly logger: Logger;
}

const DETAIL: z.ZodMiniType<UserChangedDetail> = z.object({
  userId: z.string().check(z.refine((value) => isIdentifier(USER_ID, value))),
  userName: z.string().check(z.minLength(1)),
});

/**
 * Copies the name and the email address of a user to all memberships of the user. The event only identifies the user, and the current
 * values are read from the pool. So it does not matter when, how often or by whom the event is sent.
 */
export function createHandler({ readPoolUser, documentClient, usersTableName, logger }: MemberProfilesHandlerProps) {
  return async ({ detail }: EventBridgeEvent<string, unknown>, context: Context): Promise<void> => {
    startLog(logger, context.awsRequestId);
    try {
      const { userId, userName } = DETAIL.parse(detail);
      const user = await readPoolUser(userName);
      // After a user is deleted, another user can get the same user name, but never the same id.
      if (user === undefined || userIdOf(user.attributes) !== userId) {
        logger.info('The user no longer exists');
        return;
      }
      await updateProfile(documentClient, usersTableName, user);
    } catch (error) {
      logger.error('The memberships of a user could not be updated', loggable(error));
      // Lambda writes this text to the log and, after the last try, to the dead letter. Errors of the SDK can quote rows.
      throw new Error('The memberships of a user could not be updated.');
    }
  };
}
