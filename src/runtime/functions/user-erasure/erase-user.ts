import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { endMembership, StandingChangedError } from './end-membership';
import { isOnlyAdmin, readStanding, type Standing } from './standing';
import { cancelCreation, writeTombstone } from './tombstone';
import { revokeInvitationsBy, type InvitationTableNames } from '../../invitations/invitation-writes';
import { type ProblemError, refusal } from '../../library/problem';
import type { ScopedClients } from '../../library/scoped-clients';
import { readUserTenants } from '../../members/memberships';
import { signUpTenantId } from '../../tenants/derived-tenant-id';
import type { Caller, TenantScope } from '../../tenants/tenant-scope';
import { isErased } from '../../users/erased-user';

export interface EraseUserProps {
  /** Clients that can access the rows of one tenant. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  /** Clients that can access the rows of one user. */
  readonly userRows: ScopedClients<DynamoDBDocumentClient>;
  /** The name of the invitations table is empty without invitations. */
  readonly tables: InvitationTableNames;
  /** Tenant ids of sign-ups are derived from it. Empty if no tenants are created for sign-ups. */
  readonly applicationName: string;
  readonly gracePeriodDays: number;
}

export interface Erasure extends Caller {
  readonly userId: string;
}

/** Highest number of times that the memberships are read. Each time but the first, another request has changed one of them. */
const ATTEMPTS = 10;

/**
 * Creates the function that erases a user: ends all memberships, closes the tenants in which the user is alone, and replaces the user's record with a
 * tombstone.
 *
 * A call that has stopped anywhere can be repeated: the record names the tenants until the tombstone replaces it.
 */
export function createEraseUser(props: EraseUserProps): (erasure: Erasure) => Promise<void> {
  const { tenantRows, userRows, tables, applicationName, gracePeriodDays } = props;

  return async (erasure) => {
    const { userId, ...caller } = erasure;
    const ownRows = userRows.forId(userId);
    const scopeOf = (tenantId: string): TenantScope => ({ client: tenantRows.forId(tenantId), tables, tenantId, ...caller });
    for (let attempt = 0; !await tryToErase(ownRows, scopeOf, erasure); attempt += 1) {
      if (attempt === ATTEMPTS) throw refusal(503, 'tooManyChanges', 'The tenants of the user have changed too often at the same time. Try again.');
    }
    if (applicationName !== '') {
      await cancelCreation(scopeOf(signUpTenantId(applicationName, userId)), userId);
    }
  };

  /**
   * @returns whether the user is erased; `false` if something has changed in between
   * @throws ProblemError 409 if the user is the only admin of a tenant with other members
   */
  async function tryToErase(
    ownRows: DynamoDBDocumentClient, scopeOf: (tenantId: string) => TenantScope, { userId, actor }: Erasure,
  ): Promise<boolean> {
    // The record is read before the memberships. A user who joins a tenant afterwards changes the record, so the tombstone is not written.
    const { record, tenantIds } = await readUserTenants(ownRows, tables.usersTableName, userId);
    const scopes = tenantIds.map(scopeOf);
    const standings = (await Promise.all(scopes.map(async (scope) => readStanding(scope, userId)))).filter((standing) => standing !== undefined);
    const blocking = standings.filter(isOnlyAdmin);
    if (blocking.length > 0) throw onlyAdmin(blocking);
    try {
      for (const standing of standings) {
        await endMembership(standing, gracePeriodDays);
      }
    } catch (error) {
      if (error instanceof StandingChangedError) return false;
      throw error;
    }
    await Promise.all(scopes.map(async (scope) => revokeInvitations(scope, userId)));
    return isErased(record) || writeTombstone(ownRows, tables.usersTableName, { userId, actor, record });
  }

  /** Also in tenants that the user has left already: an earlier request may have stopped in between. */
  async function revokeInvitations(scope: TenantScope, userId: string): Promise<void> {
    if (tables.invitationsTableName !== '') {
      await revokeInvitationsBy({ ...scope, tables }, userId);
    }
  }
}

function onlyAdmin(standings: readonly Standing[]): ProblemError {
  return refusal(409, 'onlyAdmin', 'The user is the only admin of tenants that have other members. Make another member of each tenant an admin, or close the tenant.', {
    tenants: standings.map(({ scope: { tenantId }, tenant }) => ({ tenantId, name: tenant!.name, status: tenant!.status })),
  });
}
