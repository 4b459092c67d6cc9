import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TenantRole } from '../../../contract/roles';
import { INVITATIONS_ROUTE } from '../../../contract/routes';
import { createApiHandler } from '../../http/api-handler';
import type { DeliverInvitation } from '../../invitations/invitation-delivery';
import { type InvitationLimits, invitationOperations } from '../../invitations/invitation-operations';
import type { InvitationTableNames } from '../../invitations/invitation-writes';
import type { ScopedClients } from '../../library/scoped-clients';
import { userScopes } from '../../tenants/request-scope';

export interface InvitationsHandlerProps {
  /** Clients that can access the rows of one tenant. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  readonly tables: InvitationTableNames;
  /** The roles that a member can have. */
  readonly roles: readonly TenantRole[];
  readonly limits: InvitationLimits;
  readonly deliver: DeliverInvitation;
  /** Origins that can read the responses; `*` for all. */
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
      scopeOf: userScopes(tenantRows, tables, logger),
      roles,
      limits,
      deliver,
      logger,
    }),
  });
}
