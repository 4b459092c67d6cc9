import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TenantRole } from '../../../contract/roles';
import { INVITATIONS_ROUTE } from '../../../contract/routes';
import { createApiHandler } from '../../http/api-handler';
import type { DeliverInvitation } from '../../invitations/invitation-delivery';
import { type InvitationLimits, invitationOperations } from '../../invitations/invitation-operations';
import type { InvitationTableNames } from '../../invitations/invitation-writes';
import { tenantOf } from '../../library/guard';
import type { ScopedClients } from '../../library/scoped-clients';
import { userActor } from '../../tenants/actor';

export interface InvitationsHandlerProps {
  /** Reach the rows of the tenant that a request is about. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  readonly tables: InvitationTableNames;
  /** What a member can be. */
  readonly roles: readonly TenantRole[];
  readonly limits: InvitationLimits;
  readonly deliver: DeliverInvitation;
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The invitations of a tenant, for its admins. */
export function createHandler({ tenantRows, tables, roles, limits, deliver, allowOrigins, logger }: InvitationsHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: invitationOperations({
      routes: INVITATIONS_ROUTE,
      scopeOf: (event, { role }) => {
        const { tenantId, userId } = tenantOf(event, role);
        logger.appendKeys({ tenantId });
        return { client: tenantRows.forRequest(event), tables, tenantId, actor: userActor(userId) };
      },
      roles,
      limits,
      deliver,
      logger,
    }),
  });
}
