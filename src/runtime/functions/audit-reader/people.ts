import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { MentionedUsers } from './mentioned-users';
import { USER_ATTRIBUTE, userRecordKey } from '../../../contract/attributes';
import type { AuditPerson } from '../../../contract/audit';
import { AUDIT_PERSON_ATTRIBUTES } from '../../../contract/audit-people';
import { BATCH_SIZE, batchGet } from '../../aws/batch-get';
import { projectionOf } from '../../aws/projection';

/** A user as the tables have them now. */
export interface KnownPerson {
  readonly person: AuditPerson;
  /** The private key that opens the client details of the user. Absent for an erased user, and for one who never had a key. */
  readonly openingKey?: string;
}

export interface PeopleProps {
  /** A client for the records of users. */
  readonly recordClient: DynamoDBDocumentClient;
  readonly usersTableName: string;
}

/**
 * @param tenantClient A client whose credentials can access the rows of the tenant.
 * @returns what is known, by user id
 */
export type ReadPeople = (
  tenantClient: DynamoDBDocumentClient, tenantId: string, users: MentionedUsers,
) => Promise<ReadonlyMap<string, KnownPerson>>;

const MEMBER = z.object({ userid: z.string(), name: z.string(), email: z.string() });
const RECORD = z.object({ userid: z.string(), erasedat: z.optional(z.string()), openingkey: z.optional(z.string()) });

/** Creates the function that finds out who users are now: members of the tenant, erased, or neither. */
export function createReadPeople({ recordClient, usersTableName }: PeopleProps): ReadPeople {
  const [ofMembers, ofRecords] = [projectionOf(AUDIT_PERSON_ATTRIBUTES.membership), projectionOf(AUDIT_PERSON_ATTRIBUTES.record)];

  return async (tenantClient, tenantId, { all, proven }) => {
    const [members, records] = await Promise.all([
      read(tenantClient, ofMembers, all.map((userId) => [tenantId, userId])),
      read(recordClient, ofRecords, proven.map((userId) => [userRecordKey(userId), userRecordKey(userId)])),
    ]);
    // The application can have written a membership without a name.
    const memberOf = new Map(members.flatMap((row) => MEMBER.safeParse(row).data ?? []).map(({ userid, name, email }) => [userid, { name, email }]));
    const recordOf = new Map(records.map((row) => RECORD.parse(row)).map((record) => [record.userid, record]));
    return new Map(all.map((userId) => {
      const { erasedat: erasedAt, openingkey: openingKey } = recordOf.get(userRecordKey(userId)) ?? {};
      return [userId, { person: personOf(memberOf.get(userId), erasedAt !== undefined), ...openingKey !== undefined && { openingKey } }];
    }));
  };

  async function read(
    client: DynamoDBDocumentClient, projection: ReturnType<typeof projectionOf>, keys: ReadonlyArray<readonly [tenantId: string, userId: string]>,
  ): Promise<unknown[]> {
    const starts = Array.from({ length: Math.ceil(keys.length / BATCH_SIZE) }, (_, index) => index * BATCH_SIZE);
    const batches = await Promise.all(starts.map(async (start) => batchGet(client, {
      [usersTableName]: {
        ...projection,
        Keys: keys.slice(start, start + BATCH_SIZE)
          .map(([tenantId, userId]) => ({ [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId })),
      },
    })));
    return batches.flatMap(({ [usersTableName]: rows }) => rows);
  }
}

function personOf(member: { readonly name: string; readonly email: string } | undefined, isErased: boolean): AuditPerson {
  if (isErased) return { status: 'erased' };
  return member === undefined ? { status: 'other' } : { status: 'member', ...member };
}
