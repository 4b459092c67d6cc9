import type { Logger } from '@aws-lambda-powertools/logger';
import type { RecordsPage } from './list-records';
import type { KnownPerson } from './people';
import { ACTOR_TYPE } from '../../../contract/actor';
import type { AuditEntry, AuditPage, AuditRecord, ClientDetails } from '../../../contract/audit';
import { openClient } from '../../audit/client-details';
import { loggable } from '../../observability/log';

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
