import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LRUCache } from 'lru-cache';
import { readUserMemberships, tenantOfNextToken, type UserMemberships } from './memberships';
import type { TenantIdsOfUser } from '../../contract/api';
import { TENANT_STATUS } from '../../contract/attributes';
import type { SuspensionAccessMode } from '../../contract/environment';
import type { TableNames } from '../environment/tables';
import { signUpTenantId } from '../tenants/derived-tenant-id';
import { isErased } from '../users/erased-user';
import { currentProfile } from '../users/user-record';

export interface TenantsOfUserProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tables: TableNames;
  /** Tenant ids of sign-ups are derived from it. Empty if no tenants are created for sign-ups. */
  readonly applicationName: string;
  /** Whether the next token of a user can carry a suspended tenant. */
  readonly suspensionAccess: SuspensionAccessMode;
}

/** Highest number of users whose tenants are remembered: about 1 MB if each is in a few tenants. */
const MAX_USERS = 5_000;

/**
 * Creates the function that returns the tenants and memberships of a user.
 *
 * Most users are only in the tenant of their sign-up, whose id follows from theirs, or in the same tenants as at their last token. Rows of
 * these tenants are read together with the user's record, and not after it. The remembered ids give no rights.
 */
export function createTenantsOfUser(props: TenantsOfUserProps): (userId: string) => Promise<TenantIdsOfUser> {
  const { documentClient, tables, applicationName, suspensionAccess } = props;
  const seen = new LRUCache<string, readonly string[]>({ max: MAX_USERS });
  return async (userId) => {
    const ofSignUp = applicationName === '' ? [] : [signUpTenantId(applicationName, userId)];
    const found = await readUserMemberships(documentClient, tables, userId, seen.get(userId) ?? ofSignUp);
    if (found.tenantIds.every((tenantId) => ofSignUp.includes(tenantId))) {
      seen.delete(userId);
    } else {
      seen.set(userId, found.tenantIds);
    }
    return tenantIdsOfUser(found, suspensionAccess);
  };
}

function tenantIdsOfUser({ memberships, record }: UserMemberships, suspensionAccess: SuspensionAccessMode): TenantIdsOfUser {
  const next = tenantOfNextToken(memberships, record, suspensionAccess);
  const active = memberships.filter(({ status }) => status === TENANT_STATUS.active).map(({ tenantid }) => tenantid);
  const profile = currentProfile(record);
  return {
    tenants: [...active.filter((tenantId) => tenantId === next?.tenantid), ...active.filter((tenantId) => tenantId !== next?.tenantid)],
    ...next?.status === TENANT_STATUS.suspended && { readOnlyTenant: next.tenantid },
    memberships: memberships.map(({ tenantid, role, status }) => ({ tenantId: tenantid, role, status })),
    ...memberships.length === 0 && record.invited && { invited: true },
    ...isErased(record) && { erased: true },
    ...memberships.length > 0 && profile !== undefined && { profile },
  };
}
