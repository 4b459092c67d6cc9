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
 * Brings the name and the e-mail address of a user into all of their memberships. The event only says whose: what they are now is read from the pool,
 * so it does not matter when and how often the event comes, or who has sent it.
 */
export function createHandler({ readPoolUser, documentClient, usersTableName, logger }: MemberProfilesHandlerProps) {
  return async ({ detail }: EventBridgeEvent<string, unknown>, context: Context): Promise<void> => {
    startLog(logger, context.awsRequestId);
    try {
      const { userId, userName } = DETAIL.parse(detail);
      const user = await readPoolUser(userName);
      // A user name can be given to somebody else when its user is deleted. The id cannot.
      if (user === undefined || userIdOf(user.attributes) !== userId) {
        logger.info('The user no longer exists');
        return;
      }
      await updateProfile(documentClient, usersTableName, user);
    } catch (error) {
      logger.error('The memberships of a user could not be updated', loggable(error));
      // Lambda writes this text into the log, and into the dead letter after the last try. Errors of the SDK may quote rows.
      throw new Error('The memberships of a user could not be updated.');
    }
  };
}
