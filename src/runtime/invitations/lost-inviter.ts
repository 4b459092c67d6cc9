import type { Logger } from '@aws-lambda-powertools/logger';
import { revokeInvitationsBy } from './invitation-writes';
import { loggable } from '../observability/log';
import type { TenantScope } from '../tenants/tenant-scope';

/**
 * Creates the function that revokes the pending invitations of a former admin. It does not fail: the loss of the role is already written,
 * and accepting an invitation checks its inviter, so an invitation that stays pending gives nobody a right.
 *
 * @param invitationsTableName Empty without invitations.
 */
export function createRevokeInvitations(invitationsTableName: string, logger: Logger) {
  return async (scope: TenantScope, userId: string): Promise<void> => {
    if (invitationsTableName === '') return;
    try {
      await revokeInvitationsBy({ ...scope, tables: { ...scope.tables, invitationsTableName } }, userId);
    } catch (error) {
      logger.error('Invitations of a former admin could not be revoked', loggable(error));
    }
  };
}
