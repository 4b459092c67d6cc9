import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { switchTenantBody } from './switch-tenant-body';
import { type Creation, readTenantCreation } from './tenant-creation';
import { readOwnMemberships, switchTenant, tenantList } from './user-tenants';
import type { TenantsOfUser } from '../../../contract/api';
import { USER_ID } from '../../../contract/identifiers';
import { TENANT_ROLE, type TenantRole } from '../../../contract/roles';
import { MEMBERS_ROUTE, type Route, TENANT_API_ROUTE } from '../../../contract/routes';
import type { TableNames } from '../../environment/tables';
import { createApiHandler } from '../../http/api-handler';
import { headerValues } from '../../http/header-values';
import { ifMatchVersions } from '../../http/if-match';
import { jsonBody } from '../../http/json-body';
import { jsonResponse, noContent } from '../../http/json-response';
import { pageRequest } from '../../http/pages';
import { createRevokeInvitations } from '../../invitations/lost-inviter';
import { tenantOf, userOf } from '../../library/guard';
import { pathSegment } from '../../library/path-segment';
import type { ScopedClients } from '../../library/scoped-clients';
import { changeRoleBodyValidator } from '../../members/change-role-body';
import { changeRole, leaveTenant, listMembers, removeMember } from '../../members/members';
import { userActor } from '../../tenants/actor';
import { signUpTenantId } from '../../tenants/derived-tenant-id';
import { renameTenantBody } from '../../tenants/rename-tenant-body';
import { readTenant, renameTenant, tenantResponse } from '../../tenants/tenants';

export interface TenantApiHandlerProps {
  /** Reach the rows of the tenant that a request is about. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  /** Reach the rows of the user who asks. */
  readonly userRows: ScopedClients<DynamoDBDocumentClient>;
  /** Whose tenants the ids are derived for; empty where users without a tenant wait for none. */
  readonly applicationName: string;
  readonly tables: TableNames;
  /** Empty where there are no invitations. */
  readonly invitationsTableName: string;
  /** What a member can be. */
  readonly roles: readonly TenantRole[];
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The web-app API: a user's own tenant, the people in it, and the tenants of the user. */
export function createHandler(props: TenantApiHandlerProps) {
  const { tenantRows, userRows, applicationName, tables, roles, allowOrigins, logger } = props;
  const revokeInvitations = createRevokeInvitations(props.invitationsTableName, logger);
  const changeRoleBody = changeRoleBodyValidator(roles);
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: TENANT_API_ROUTE.getTenant,
        answer: async (event) => {
          const { tenantId } = callerOf(event, TENANT_API_ROUTE.getTenant);
          return tenantResponse(await readTenant(tenantRows.forRequest(event), tables.tenantsTableName, tenantId));
        },
      },
      {
        route: TENANT_API_ROUTE.renameTenant,
        answer: async (event) => {
          const { tenantId, userId } = callerOf(event, TENANT_API_ROUTE.renameTenant);
          const { name } = renameTenantBody(jsonBody(event));
          const versions = ifMatchVersions(headerValues(event, 'If-Match'));
          const rename = { tenantId, name, versions, updatedAt: new Date().toISOString() };
          const tenant = await renameTenant(tenantRows.forRequest(event), tables, rename, userActor(userId));
          logger.info('The tenant was renamed');
          return tenantResponse(tenant);
        },
      },
      {
        route: MEMBERS_ROUTE.listMembers,
        answer: async (event) => {
          const { tenantId } = callerOf(event, MEMBERS_ROUTE.listMembers);
          return jsonResponse(await listMembers(tenantRows.forRequest(event), tables.usersTableName, tenantId, pageRequest(event, 1)));
        },
      },
      {
        route: MEMBERS_ROUTE.changeRole,
        answer: async (event) => {
          const caller = callerOf(event, MEMBERS_ROUTE.changeRole);
          const { tenantId } = caller;
          const key = { tenantId, userId: pathSegment(event, 'userId', USER_ID) };
          const { role } = changeRoleBody(jsonBody(event));
          const client = tenantRows.forRequest(event);
          const member = await changeRole(client, tables, key, role, userActor(caller.userId));
          if (role !== TENANT_ROLE.admin) {
            await revokeInvitations(client, key);
          }
          logger.info('The role of a member was changed');
          return jsonResponse(member);
        },
      },
      {
        route: MEMBERS_ROUTE.removeMember,
        answer: async (event) => {
          const caller = callerOf(event, MEMBERS_ROUTE.removeMember);
          const key = { tenantId: caller.tenantId, userId: pathSegment(event, 'userId', USER_ID) };
          const client = tenantRows.forRequest(event);
          await removeMember(client, tables, key, userActor(caller.userId));
          await revokeInvitations(client, key);
          logger.info('A member was removed');
          return noContent();
        },
      },
      {
        route: MEMBERS_ROUTE.leaveTenant,
        answer: async (event) => {
          const { tenantId, userId } = callerOf(event, MEMBERS_ROUTE.leaveTenant);
          const client = tenantRows.forRequest(event);
          await leaveTenant(client, tables, { tenantId, userId });
          await revokeInvitations(client, { tenantId, userId });
          logger.info('A member left');
          return noContent();
        },
      },
      {
        route: TENANT_API_ROUTE.listTenantsOfUser,
        answer: async (event) => {
          const { userId } = userOf(event);
          const own = await readOwnMemberships({ tables, tenantRows }, userRows.forRequest(event), userId);
          const creation = own.memberships.length === 0 && !own.record.invited ? await creationOf(userId) : undefined;
          const answer: TenantsOfUser = { tenants: tenantList(own), ...creation && { creation } };
          return jsonResponse(answer);
        },
      },
      {
        route: TENANT_API_ROUTE.switchTenant,
        answer: async (event) => {
          const { userId } = userOf(event);
          const { tenantId } = switchTenantBody(jsonBody(event));
          await switchTenant({ tables, tenantRows }, userRows.forRequest(event), { userId, tenantId });
          logger.info('The user switched to another tenant', { tenantId });
          return noContent();
        },
      },
    ],
  });

  function callerOf(event: APIGatewayProxyEvent, { role }: Route) {
    const caller = tenantOf(event, role);
    logger.appendKeys({ tenantId: caller.tenantId });
    return caller;
  }

  async function creationOf(userId: string): Promise<Creation | undefined> {
    if (applicationName === '') return undefined;
    const tenantId = signUpTenantId(applicationName, userId);
    // The user is no member yet; the id follows from the token, though, and from nothing in the request.
    return readTenantCreation(tenantRows.forId(tenantId), tables.tenantsTableName, tenantId);
  }
}
