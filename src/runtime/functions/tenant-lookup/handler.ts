import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { TenantIdsOfUser, TenantLookupRequest } from '../../../contract/api';
import { isIdentifier, USER_ID } from '../../../contract/identifiers';
import { createTenantsOfUser, type TenantsOfUserProps } from '../../members/tenants-of-user';
import { loggable, startLog } from '../../observability/log';

export interface TenantLookupHandlerProps extends TenantsOfUserProps {
  readonly logger: Logger;
}

/** Returns the tenants of one user, for the pre-token function. It has no other task, so the right to invoke it gives access to nothing else. */
export function createHandler({ logger, ...props }: TenantLookupHandlerProps) {
  const tenantsOfUser = createTenantsOfUser(props);
  return async ({ userId }: TenantLookupRequest, { awsRequestId }: Context): Promise<TenantIdsOfUser> => {
    startLog(logger, awsRequestId);
    if (!isIdentifier(USER_ID, userId)) {
      throw new Error('userId must be the id of a user, but was not. Pass the sub of the user.');
    }
    try {
      return await tenantsOfUser(userId);
    } catch (error) {
      logger.error('The tenants of a user could not be read', loggable(error));
      // Lambda logs the error and returns it to the caller, so it contains nothing of the cause.
      throw new Error('The tenants of the user could not be read.');
    }
  };
}
