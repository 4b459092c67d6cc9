import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type Actor, ACTOR_TYPE, SYSTEM_PART } from '../../contract/actor';
import { MARKED_CHANGE, membershipMarkKey, TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE, type UserItem } from '../../contract/attributes';
import { REMOVAL_ATTRIBUTES } from '../../contract/removals';
import { batchGet } from '../aws/batch-get';
import { projectionOf } from '../aws/projection';
import type { TableNames } from '../environment/tables';

/** How a membership has ended. */
export interface Removal {
  /** Absent if the application has deleted the row itself, or the person was removed again since. */
  readonly actor?: Actor;
  /** Whether a mark was written with the deletion of the row. */
  readonly isMarked: boolean;
}

/** @param row The deleted row. */
export type FindRemoval = (row: Pick<UserItem, 'tenantid' | 'userid' | 'createdat'>) => Promise<Removal>;

const MARK = z.object({
  change: z.enum(MARKED_CHANGE), actortype: z.enum(ACTOR_TYPE), actorid: z.string(), at: z.string(), joinedat: z.optional(z.string()),
});

const TENANT = z.object({ deletionstartedat: z.optional(z.string()), status: z.string() });

/**
 * Creates the function that finds out who has deleted a membership. The stream's record of a deleted row does not say it, but the same
 * transaction has written a mark. A tenant that is deleted takes its marks with it.
 */
export function createFindRemoval(client: DynamoDBDocumentClient, { tenantsTableName, usersTableName }: TableNames): FindRemoval {
  const [ofUsers, ofTenants] = [projectionOf(REMOVAL_ATTRIBUTES.users), projectionOf(REMOVAL_ATTRIBUTES.tenants)];
  return async ({ tenantid: tenantId, userid: userId, createdat: joinedAt }) => {
    const { [usersTableName]: [markRow], [tenantsTableName]: [tenantRow] } = await batchGet(client, {
      [usersTableName]: {
        ...ofUsers, Keys: [{ [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: membershipMarkKey(userId) }],
      },
      [tenantsTableName]: { ...ofTenants, Keys: [{ [TENANT_ATTRIBUTE.tenantId]: tenantId }] },
    });
    const mark = MARK.safeParse(markRow).data;
    if (mark?.joinedat === joinedAt && mark.change !== MARKED_CHANGE.demoted) {
      return { actor: { type: mark.actortype, id: mark.actorid }, isMarked: true };
    }
    // The mark of a later removal has replaced the one of this removal.
    if (mark !== undefined && mark.joinedat !== joinedAt && mark.at > joinedAt) return { isMarked: true };
    const tenant = TENANT.safeParse(tenantRow).data;
    const isDeleted = tenant?.deletionstartedat !== undefined || tenant?.status === TENANT_STATUS.deleted;
    return { ...isDeleted && { actor: { type: ACTOR_TYPE.system, id: SYSTEM_PART.deletion } }, isMarked: false };
  };
}
