import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Expectations, outcome, type Proof } from './proof';
import { dynamodb } from './support/clients';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY, type TenancyOutput } from './support/deployment';
import { readTenantLetter } from './support/letters';
import { Lifecycle, memberData } from './support/lifecycle';
import { plant, Recordings } from './support/recordings';
import { repairAll } from './support/repair';
import { Saga } from './support/saga';
import { Everything, invitedAddress, signUpWithData } from './support/tenant-data';
import { newUsers } from './support/users';
import { eventually } from '../local/client/eventually';
import { TENANT_ATTRIBUTE } from '../src/contract/attributes';
import { DETAIL_TYPE, type TenantStatusDetail } from '../src/contract/events';
import { TENANT_ROLE } from '../src/contract/roles';

/** Tenants that are deleted, that change in the meantime, and that are left alone. The engine starts a process for each call at a time. */
const SIZES = { full: { deleted: 24, busy: 8, still: 28, largest: 2_000 }, quick: { deleted: 8, busy: 3, still: 5, largest: 600 } };

/** Time in which the rows of a tenant must be erased. Otherwise the proof fails instead of waiting forever. */
const ERASURE_MS = 10 * 60_000;

/** Attributes of a tombstone. */
const TOMBSTONE = ['changedby', 'createdat', 'status', 'statuschange', 'statusshard', 'tenantid', 'updatedat', 'version'];

/** Nothing is left of deleted tenants but a tombstone, and nothing else changes. */
export const deletions: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, signal }) => {
    const sizes = quick ? SIZES.quick : SIZES.full;
    const outputs = readTenancyOutputs();
    const saga = new Saga(applicationName);
    const lifecycle = new Lifecycle(outputs);
    const expectations = new Expectations();
    const deletedEvents = await saga.subscribe<TenantStatusDetail>(saga.source.tenant, DETAIL_TYPE.deleted);

    const users = newUsers(sizes.deleted + sizes.busy + sizes.still, 'life');
    const ids = await signUpWithData(saga, outputs, users, signal, (index) => (index === 0 ? sizes.largest : 5));
    const [toDelete, busy, still] = [ids.slice(0, sizes.deleted), ids.slice(sizes.deleted, -sizes.still), ids.slice(-sizes.still)];
    // The first tenant has the most rows.
    const [, late] = toDelete;
    // The eraser of this tenant reports no result, so its deletion fails after the time limit. A quick run does not wait that long.
    const silent = quick ? undefined : toDelete[2];
    // The owner of each tenant is also a member of the next one, so half of the records of users stay.
    await concurrently(4, ids, async (tenantId) => lifecycle.addMember(tenantId, ownerAfter(ids, users, tenantId), TENANT_ROLE.member));
    if (silent !== undefined) {
      await dynamodb.send(new PutCommand({ TableName: outputs.RowsTableName, Item: silentKey(silent) }));
    }
    const before = await Everything.read(outputs);

    await concurrently(4, toDelete, async (tenantId) => lifecycle.close(tenantId));
    const work = new AbortController();
    const working = lifecycle.changeAllTheTime(busy, AbortSignal.any([work.signal, signal]));
    const lateRow = writeWhenErased(outputs.RowsTableName, late, signal);
    await lifecycle.sweepAll();
    const second = await lifecycle.sweep();
    expectations.equal('the deletions that a second sweep starts', second.started, 0);
    await lateRow;
    await lifecycle.settled(signal);
    work.abort();
    const changes = await working;
    expectations.equal('whether other tenants changed in the meantime', changes > 0, true);

    const letters = (await saga.deadLetters()).map(readTenantLetter);
    expectations.equal('the dead letters', letters, silent === undefined ? [] : [{ tenantId: silent, error: 'States.Timeout', state: 'Call eraser' }]);
    if (silent !== undefined) {
      const afterFirst = await Everything.read(outputs);
      expectations.equal('the status of the tenant whose eraser does not answer', afterFirst.statusOf(silent), 'closing');
      expectations.equal('whether the data of that tenant is still there', afterFirst.mentioning(`TENANT#${silent}`).length > 0, true);
      await dynamodb.send(new DeleteCommand({ TableName: outputs.RowsTableName, Key: silentKey(silent) }));
      await repairAll(saga, signal);
      await lifecycle.settled(signal);
    }

    const after = await Everything.read(outputs);
    const deleted = toDelete.filter((tenantId) => after.tombstoneOf(tenantId) !== undefined);
    expectations.equal('the tenants that are not deleted', toDelete.filter((tenantId) => !deleted.includes(tenantId)), []);
    for (const tenantId of deleted) {
      expectations.equal(`the attributes of the tombstone of ${tenantId}`, Object.keys(after.tombstoneOf(tenantId)!).sort(), TOMBSTONE);
      expectations.equal(`what mentions ${tenantId}`, after.mentioning(tenantId), []);
    }
    const changed = still.filter((tenantId) => after.digestOf(tenantId) !== before.digestOf(tenantId));
    expectations.equal('the tenants that changed although they were left alone', changed, []);
    expectations.equal('the dead letters after the repair', (await saga.deadLetters()).length, 0);
    const announced = (await deletedEvents.received()).map(({ detail }) => detail.tenantId);
    expectations.equal('the tenants announced as deleted', [...new Set(announced)].sort(), [...toDelete].sort());

    // Sign-ups of the former owners are delivered once more.
    for (const user of users.slice(0, sizes.deleted)) await saga.signUp(user);
    await saga.settled(signal);
    const replayed = await Everything.read(outputs);
    expectations.equal('the tenants that replayed sign-ups brought back', toDelete.filter((tenantId) => replayed.tombstoneOf(tenantId) === undefined), []);
    expectations.equal('the dead letters of replayed sign-ups', (await saga.deadLetters()).length, 0);
    await deletedEvents.end();

    const people = users.slice(0, sizes.deleted).flatMap((user) => [user, memberData(ownerAfter(ids, users, saga.tenantIdOf(user)))]);
    const personalData = [...people.flatMap(({ name, email }) => [name, email]), ...toDelete.map(invitedAddress)];
    await expectNoRecordings(expectations, outputs, toDelete, personalData);
    return outcome({ sent: users.length, deleted: deleted.length, dead: letters.length, lost: toDelete.length - deleted.length }, expectations);
  },
};

/**
 * Names and addresses of people are in no log, queue, bucket or history. Ids of tenants are in no queue and bucket, except the archive of the audit log;
 * logs and histories contain them, and expire by themselves.
 */
async function expectNoRecordings(
  expectations: Expectations, outputs: Record<TenancyOutput, string>, tenantIds: readonly string[], personalData: readonly string[],
): Promise<void> {
  const recordings = await Recordings.read(outputs);
  const logged = tenantIds.filter((tenantId) => recordings.mentions([tenantId], ['log']).length > 0);
  expectations.equal('the number of tenants whose deletion is in the logs', logged.length, tenantIds.length);
  const leftovers = (from: Recordings) => [
    ...from.mentions(personalData, ['log', 'queue', 'bucket', 'archive', 'history']), ...from.mentions(tenantIds, ['queue', 'bucket']),
  ];
  expectations.equal('recordings of deleted tenants and their members', leftovers(recordings), []);

  // Without this, nobody would notice that the places above cannot be read.
  const [tenantId] = tenantIds;
  const [name] = personalData;
  const planted = await plant(outputs, `${name} of ${tenantId}`);
  const found = leftovers(await Recordings.read(outputs));
  await planted.remove();
  const { log, queue, bucket } = planted;
  const inQueueAndBucket = (text: string) => [`${text} in the queue ${queue}`, `${text} in the bucket ${bucket}`];
  const expected = [`${name} in the log ${log}`, ...inQueueAndBucket(name), ...inQueueAndBucket(tenantId)];
  expectations.equal('planted recordings that are found', found.sort(), expected.sort());
}

function ownerAfter(ids: readonly string[], users: ReadonlyArray<{ readonly userId: string }>, tenantId: string): string {
  return users[(ids.indexOf(tenantId) + 1) % users.length].userId;
}

function silentKey(tenantId: string) {
  return { owner: `ERASER#${tenantId}`, row: 'silent' };
}

/** Waits until the rows of a tenant are erased, and then writes another one, as a session of the app can do for up to an hour. */
async function writeWhenErased(TableName: string, tenantId: string, signal: AbortSignal): Promise<void> {
  const owner = `TENANT#${tenantId}`;
  await eventually(`the erasure of the rows of ${tenantId}`, async () => {
    const { Count } = await dynamodb.send(new QueryCommand({
      TableName, KeyConditionExpression: '#owner = :owner', ExpressionAttributeNames: { '#owner': 'owner' }, ExpressionAttributeValues: { ':owner': owner }, ConsistentRead: true,
    }));
    return Count === 0 ? true : undefined;
  }, ERASURE_MS, { everyMs: 20, signal });
  await dynamodb.send(new PutCommand({ TableName, Item: { owner, row: 'late', [TENANT_ATTRIBUTE.tenantId]: tenantId } }));
}
