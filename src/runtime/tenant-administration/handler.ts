import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { addMemberBodyValidator } from './add-member-body';
import { TENANT_ADMINISTRATION_ROUTE } from '../../contract/admin-routes';
import type { MemberRepresentation } from '../../contract/api';
import { MEMBERSHIP_ORIGIN } from '../../contract/attributes';
import { TENANT_ID, USER_ID } from '../../contract/identifiers';
import type { TenantRole } from '../../contract/roles';
import { createApiHandler } from '../shared/api-handler';
import { changeRoleBodyValidator } from '../shared/change-role-body';
import { headerValues } from '../shared/header-values';
import { ifMatchVersions } from '../shared/if-match';
import type { DeliverInvitation } from '../shared/invitation-delivery';
import { type InvitationLimits, invitationOperations } from '../shared/invitation-operations';
import { joinTenant, type MembershipLimits } from '../shared/join-tenant';
import { jsonBody } from '../shared/json-body';
import { jsonResponse, noContent } from '../shared/json-response';
import { changeRole, listMembers, removeMember } from '../shared/members';
import { pageRequest } from '../shared/pages';
import { pathSegment } from '../shared/path-segment';
import { renameTenantBody } from '../shared/rename-tenant-body';
import type { TableNames } from '../shared/tables';
import { readTenant, renameTenant, tenantResponse } from '../shared/tenants';

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
          return tenantResponse(await renameTenant(documentClient, tables, rename, undefined));
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
          return jsonResponse(await changeRole(documentClient, tables, key, role, undefined));
        },
      },
      {
        route: TENANT_ADMINISTRATION_ROUTE.removeMember,
        answer: async (event) => {
          await removeMember(documentClient, tables, memberKeyOf(event), undefined);
          return noContent();
        },
      },
      ...invitations === undefined ? [] : invitationOperations({
        routes: TENANT_ADMINISTRATION_ROUTE,
        scopeOf: (event) => ({
          client: documentClient,
          tables: { ...tables, invitationsTableName: invitations.tableName },
          tenantId: tenantIdOf(event),
          actor: undefined,
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
