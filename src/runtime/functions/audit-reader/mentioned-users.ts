import { ACTOR_TYPE } from '../../../contract/actor';
import { type AuditRecord, RESERVED_ACTIONS } from '../../../contract/audit';
import { isIdentifier, USER_ID } from '../../../contract/identifiers';

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
