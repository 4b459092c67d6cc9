import type { Logger } from '@aws-lambda-powertools/logger';
import type { RecordsPage } from './list-records';
import type { KnownPerson } from './people';
import { ACTOR_TYPE } from '../../../contract/actor';
import { type AuditEntry, type AuditPage, type AuditRecord, type ClientDetails, RESERVED_ACTIONS } from '../../../contract/audit';
import { isIdentifier, USER_ID } from '../../../contract/identifiers';
import { openClient } from '../../audit/client-details';
import { loggable } from '../../observability/log';

/** The ids of the users whom records mention, each once. */
export interface MentionedUsers {
  readonly all: readonly string[];
  /** Those in records that the application did not write itself. It could ask about any user by writing the id into a record. */
  readonly proven: readonly string[];
}

export function mentionedUsers(records: readonly AuditRecord[]): MentionedUsers {
  const isProven = ({ action }: AuditRecord) => RESERVED_ACTIONS.includes(action.split('.')[0]);
  return { all: usersIn(records), proven: usersIn(records.filter(isProven)) };
}

function usersIn(records: readonly AuditRecord[]): string[] {
  const ids = records.flatMap(({ actor, targets }) => [
    ...actor?.type === ACTOR_TYPE.user ? [actor.id] : [],
    ...targets.filter(({ type }) => type === 'user').map(({ id }) => id),
  ]);
  // An application can write any text as an id.
  return [...new Set(ids)].filter((id) => isIdentifier(USER_ID, id));
}

/** Replaces what is stored in records by what is known now: who the users are, and where their requests came from. */
export async function resolvePage(
  { records, nextCursor }: RecordsPage, known: ReadonlyMap<string, KnownPerson>, logger: Logger,
): Promise<AuditPage> {
  return {
    records: await Promise.all(records.map(async (record) => entryOf(record, known, logger))),
    people: Object.fromEntries([...known].map(([userId, { person }]) => [userId, person])),
    ...nextCursor !== undefined && { nextCursor },
  };
}

async function entryOf({ context, ...record }: AuditRecord, known: ReadonlyMap<string, KnownPerson>, logger: Logger): Promise<AuditEntry> {
  const { requestId, sealedClient } = context;
  const openingKey = record.actor?.type === ACTOR_TYPE.user ? known.get(record.actor.id)?.openingKey : undefined;
  const client = sealedClient === undefined || openingKey === undefined ? {} : await opened(sealedClient, record.actor!.id, openingKey, logger);
  return { ...record, context: { ...requestId !== undefined && { requestId }, ...client } };
}

/** Details that the key does not open are left out: the user was given another one. */
async function opened(sealedClient: string, userId: string, openingKey: string, logger: Logger): Promise<ClientDetails> {
  try {
    return await openClient(sealedClient, userId, openingKey);
  } catch (error) {
    logger.warn('The client details of a record could not be opened', loggable(error));
    return {};
  }
}
