import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readSignUpProgress, type SignUpProgress } from './sign-up-progress';
import { switchTenantBody } from './switch-tenant-body';
import { readOwnMemberships, switchTenant, tenantList } from './user-tenants';
import type { TenantsOfUser } from '../../../contract/api';
import type { SuspensionAccessMode } from '../../../contract/environment';
import { TENANT_API_ROUTE } from '../../../contract/routes';
import type { TableNames } from '../../environment/tables';
import type { ApiOperation } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { jsonResponse, noContent } from '../../http/json-response';
import { userOf } from '../../library/guard';
import type { ScopedClients } from '../../library/scoped-clients';
import { signUpTenantId } from '../../tenants/derived-tenant-id';

export interface UserOperationsProps {
  /** Clients that can access the rows of one tenant. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  /** Clients that can access the rows of the user in the token. */
  readonly userRows: ScopedClients<DynamoDBDocumentClient>;
  /** Tenant ids of sign-ups are derived from it. Empty if no tenants are created for sign-ups. */
  readonly applicationName: string;
  /** Whether the next token of a user can carry a suspended tenant. */
  readonly suspensionAccess: SuspensionAccessMode;
  readonly tables: TableNames;
  readonly logger: Logger;
}

/** The operations of users on their own list of tenants. */
export function userOperations({ tenantRows, userRows, applicationName, suspensionAccess, tables, logger }: UserOperationsProps): ApiOperation[] {
  return [
    {
      route: TENANT_API_ROUTE.listTenantsOfUser,
      answer: async (event) => {
        const { userId } = userOf(event);
        const own = await readOwnMemberships({ tables, tenantRows }, userRows.forRequest(event), userId);
        const creation = own.memberships.length === 0 && !own.record.invited ? await signUpProgressOf(userId) : undefined;
        const response: TenantsOfUser = { tenants: tenantList(own, suspensionAccess), ...creation && { creation } };
        return jsonResponse(response);
      },
    },
    {
      route: TENANT_API_ROUTE.switchTenant,
      answer: async (event) => {
        const { userId } = userOf(event);
        const { tenantId } = switchTenantBody(jsonBody(event));
        await switchTenant({ tables, tenantRows, suspensionAccess }, userRows.forRequest(event), { userId, tenantId });
        logger.info('The user switched to another tenant', { tenantId });
        return noContent();
      },
    },
  ];

  async function signUpProgressOf(userId: string): Promise<SignUpProgress | undefined> {
    if (applicationName === '') return undefined;
    const tenantId = signUpTenantId(applicationName, userId);
    // The user is not a member yet. But the id is derived from the token alone, and from no other part of the request.
    return readSignUpProgress(tenantRows.forId(tenantId), tables.tenantsTableName, tenantId);
  }
}
