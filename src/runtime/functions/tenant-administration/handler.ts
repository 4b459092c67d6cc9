import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { addMemberBodyValidator } from './add-member-body';
import { TENANT_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import type { MemberRepresentation } from '../../../contract/api';
import { MEMBERSHIP_ORIGIN } from '../../../contract/attributes';
import { TENANT_ID, USER_ID } from '../../../contract/identifiers';
import { TENANT_ROLE, type TenantRole } from '../../../contract/roles';
import type { TableNames } from '../../environment/tables';
import { createApiHandler } from '../../http/api-handler';
import { headerValues } from '../../http/header-values';
import { ifMatchVersions } from '../../http/if-match';
import { jsonBody } from '../../http/json-body';
import { jsonResponse, noContent } from '../../http/json-response';
import { pageRequest } from '../../http/pages';
import type { DeliverInvitation } from '../../invitations/invitation-delivery';
import { type InvitationLimits, invitationOperations } from '../../invitations/invitation-operations';
import { createRevokeInvitations } from '../../invitations/lost-inviter';
import { pathSegment } from '../../library/path-segment';
import { changeRoleBodyValidator } from '../../members/change-role-body';
import { joinTenant, type MembershipLimits } from '../../members/join-tenant';
import { changeRole, listMembers, removeMember } from '../../members/members';
import { serviceActor } from '../../tenants/actor';
import { renameTenantBody } from '../../tenants/rename-tenant-body';
import { readTenant, renameTenant, tenantResponse } from '../../tenants/tenants';

export interface InvitationAdministration {
  readonly tableName: string;
  readonly limits: InvitationLimits;
  readonly deliver: DeliverInvitation;
}

export interface TenantAdministrationHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tables: TableNames;
  /** What a member can be. */
  readonly roles: readonly TenantRole[];
  readonly limits: MembershipLimits;
  /** Left out where there are no invitations. */
  readonly invitations?: InvitationAdministration;
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** What operators and services do with one tenant. IAM decides who gets here; no caller has to be a member. */
export function createHandler(props: TenantAdministrationHandlerProps) {
  const { documentClient, tables, roles, limits, invitations, allowOrigins, logger } = props;
  const revokeInvitations = createRevokeInvitations(invitations?.tableName ?? '', logger);
  const changeRoleBody = changeRoleBodyValidator(roles);
  const addMemberBody = addMemberBodyValidator(roles);
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: TENANT_ADMINISTRATION_ROUTE.getTenant,
        answer: async (event) => tenantResponse(await readTenant(documentClient, tables.tenantsTableName, tenantIdOf(event))),
      },
      {
        route: TENANT_ADMINISTRATION_ROUTE.renameTenant,
        answer: async (event) => {
          const tenantId = tenantIdOf(event);
          const { name } = renameTenantBody(jsonBody(event));
          const rename = { tenantId, name, versions: ifMatchVersions(headerValues(event, 'If-Match')), updatedAt: new Date().toISOString() };
          return tenantResponse(await renameTenant(documentClient, tables, rename, serviceActor(event)));
        },
      },
      {
        route: TENANT_ADMINISTRATION_ROUTE.listMembers,
        answer: async (event) => jsonResponse(await listMembers(documentClient, tables.usersTableName, tenantIdOf(event), pageRequest(event, 1))),
      },
      {
        route: TENANT_ADMINISTRATION_ROUTE.addMember,
        answer: async (event) => {
          const tenantId = tenantIdOf(event);
          const { userId, name, email = '', role } = addMemberBody(jsonBody(event));
          const at = new Date().toISOString();
          await joinTenant(documentClient, tables, limits, { tenantId, userId, name, email, role, origin: MEMBERSHIP_ORIGIN.administration, at });
          const member: MemberRepresentation = { userId, name, email, role, joinedAt: at };
          return jsonResponse(member, {}, 201);
        },
      },
      {
        route: TENANT_ADMINISTRATION_ROUTE.changeRole,
        answer: async (event) => {
          const key = memberKeyOf(event);
          const { role } = changeRoleBody(jsonBody(event));
          const member = await changeRole(documentClient, tables, key, role, serviceActor(event));
          if (role !== TENANT_ROLE.admin) {
            await revokeInvitations(documentClient, key);
          }
          return jsonResponse(member);
        },
      },
      {
        route: TENANT_ADMINISTRATION_ROUTE.removeMember,
        answer: async (event) => {
          const key = memberKeyOf(event);
          await removeMember(documentClient, tables, key, serviceActor(event));
          await revokeInvitations(documentClient, key);
          return noContent();
        },
      },
      ...invitations === undefined ? [] : invitationOperations({
        routes: TENANT_ADMINISTRATION_ROUTE,
        scopeOf: (event) => ({
          client: documentClient,
          tables: { ...tables, invitationsTableName: invitations.tableName },
          tenantId: tenantIdOf(event),
          actor: serviceActor(event),
        }),
        roles,
        limits: invitations.limits,
        deliver: invitations.deliver,
        logger,
      }),
    ],
  });

  function tenantIdOf(event: APIGatewayProxyEvent): string {
    const tenantId = pathSegment(event, 'tenantId', TENANT_ID);
    logger.appendKeys({ tenantId });
    return tenantId;
  }

  function memberKeyOf(event: APIGatewayProxyEvent) {
    return { tenantId: tenantIdOf(event), userId: pathSegment(event, 'userId', USER_ID) };
  }
}
