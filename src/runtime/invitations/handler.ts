import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TenantRole } from '../../contract/roles';
import { INVITATIONS_ROUTE } from '../../contract/routes';
import { userActor } from '../shared/actor';
import { createApiHandler } from '../shared/api-handler';
import { tenantOf } from '../shared/guard';
import type { DeliverInvitation } from '../shared/invitation-delivery';
import { type InvitationLimits, invitationOperations } from '../shared/invitation-operations';
import type { InvitationTableNames } from '../shared/invitation-writes';
import type { ScopedClients } from '../shared/scoped-clients';

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
