import type { Rows, Saga } from './saga';
import type { User } from './users';
import { TENANT_STATUS, userRecordKey } from '../../src/contract/attributes';
import { TENANT_ROLE } from '../../src/contract/roles';

export interface Tally {
  /** Users who have an active tenant, are its admin, and have no unfinished rows. */
  readonly finished: readonly User[];
  readonly unfinished: readonly User[];
  /** Number of rows beyond one tenant and one membership for each user, of any user. */
  readonly doubled: number;
}

/** Compares the new rows of a saga with the users who signed up. */
export async function tally(saga: Saga, users: readonly User[], before: Rows): Promise<Tally> {
  const rows = await saga.rows();
  const known = new Set([...before.tenants, ...before.users].map(identityOf));
  const tenants = rows.tenants.filter((row) => !known.has(identityOf(row)));
  const members = rows.users.filter((row) => !known.has(identityOf(row)));

  const records = new Map(rows.records.map(({ key, tenants: joined }) => [key, joined]));
  const tenantsByOwner = groupBy(tenants, ({ ownerid }) => ownerid);
  const membersByUser = groupBy(members, ({ userid }) => userid);
  const isFinished = ({ userId }: User) => {
    const own = tenantsByOwner.get(userId) ?? [];
    const memberships = membersByUser.get(userId) ?? [];
    return own.length === 1 && memberships.length === 1
      && own[0].tenantid === saga.tenantIdOf({ userId }) && memberships[0].tenantid === own[0].tenantid
      && own[0].status === TENANT_STATUS.active && own[0].creation === undefined && own[0].members === 1 && own[0].admins === 1
      && memberships[0].role === TENANT_ROLE.admin && records.get(userRecordKey(userId))?.join() === own[0].tenantid;
  };
  const owners = new Set(users.map(({ userId }) => userId));
  const surplus = (ids: readonly string[]) => ids.length - new Set(ids.filter((id) => owners.has(id))).size;
  return {
    finished: users.filter(isFinished),
    unfinished: users.filter((user) => !isFinished(user)),
    doubled: surplus(tenants.map(({ ownerid }) => ownerid)) + surplus(members.map(({ userid }) => userid)),
  };
}

function identityOf(row: Rows['tenants'][number] | Rows['users'][number]): string {
  return 'userid' in row ? `${row.tenantid} ${row.userid}` : row.tenantid;
}

function groupBy<T>(elements: readonly T[], keyOf: (element: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const element of elements) {
    groups.set(keyOf(element), [...groups.get(keyOf(element)) ?? [], element]);
  }
  return groups;
}
