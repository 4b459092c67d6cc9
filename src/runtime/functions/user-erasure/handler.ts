import type { Logger } from '@aws-lambda-powertools/logger';
import { createEraseUser, type EraseUserProps } from './erase-user';
import { erasureOptions } from './erasure-options';
import { USER_ERASURE_ROUTE } from '../../../contract/admin-routes';
import type { ErasedUser } from '../../../contract/api';
import { USER_ID } from '../../../contract/identifiers';
import { ACCOUNT_ROUTE } from '../../../contract/routes';
import { createApiHandler } from '../../http/api-handler';
import { jsonResponse, noContent } from '../../http/json-response';
import { userOf } from '../../library/guard';
import { pathSegment } from '../../library/path-segment';
import { principalCaller, userCaller } from '../../tenants/actor';
import { requireRecentSignIn } from '../../users/recent-sign-in';
import type { ChangePoolUser } from '../../users/user-directory';

export interface UserErasureHandlerProps extends EraseUserProps {
  readonly deletePoolUser: ChangePoolUser;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/**
 * Erases users: themselves through the web-app API, or for operators and services through the admin API. The account in the pool is deleted last. So a
 * user can repeat a request that failed halfway.
 */
export function createHandler(props: UserErasureHandlerProps) {
  const { deletePoolUser, allowOrigins, logger } = props;
  const eraseUser = createEraseUser(props);
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: ACCOUNT_ROUTE.deleteAccount,
        answer: async (event) => {
          const caller = userOf(event);
          requireRecentSignIn(caller);
          const { userId, userName } = caller;
          await eraseUser({ userId, ...await userCaller(event, caller, logger) });
          await deletePoolUser(userName, userId);
          logger.info('A user deleted their account');
          return noContent();
        },
      },
      {
        route: USER_ERASURE_ROUTE.eraseUser,
        answer: async (event) => {
          const userId = pathSegment(event, 'userId', USER_ID);
          const { keepsAccount, userName = userId } = erasureOptions(event);
          await eraseUser({ userId, ...principalCaller(event, logger) });
          const account = keepsAccount ? 'kept' : await deletePoolUser(userName, userId) ? 'deleted' : 'notFound';
          logger.info('A user was erased', { account });
          const response: ErasedUser = { account };
          return jsonResponse(response);
        },
      },
    ],
  });
}
