import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Expectations, outcome, type Proof } from './proof';
import { dynamodb } from './support/clients';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY } from './support/deployment';
import { type Fault, setFaults, thrownFaults } from './support/engine-faults';
import { type Downloaded, Exports } from './support/exports';
import { readTenantLetter } from './support/letters';
import { Lifecycle } from './support/lifecycle';
import { repairAll } from './support/repair';
import { Saga } from './support/saga';
import { signUpWithData } from './support/tenant-data';
import { newUsers } from './support/users';
import { DETAIL_TYPE, type TenantExportedDetail } from '../src/contract/events';

/** Tenants without faults that change in the meantime, tenants that are deleted, and rows of the largest one. */
const SIZES = { full: { still: 8, deleted: 6, largest: 20_000 }, quick: { still: 2, deleted: 2, largest: 2_000 } };

/** Errors of each step. */
const ERRORS = {
  'Write files': ['Lambda.ServiceException', 'Lambda.TooManyRequestsException', 'States.Timeout', 'Error'],
  'Publish exported': ['EventBridge.FailedEntry', 'EventBridge.InternalException', 'States.Timeout'],
} as const;

/** Numbers of failures: fewer than the retries of a task, as many as its retries, and always. */
const TIMES = [1, 3, null] as const;

/** A quick run has one of this many cases. It has no common factor with the numbers of errors and times. */
const QUICK_STEP = 5;

interface Case {
  readonly state: keyof typeof ERRORS;
  readonly error: string;
  readonly times: 1 | 3 | null;
  /** Whether the call is executed and only its result is lost. */
  readonly after: boolean;
}

const CASES: readonly Case[] = Object.entries(ERRORS).flatMap(([state, errors]) => [false, true].flatMap((after) => (after ? ['States.Timeout'] : errors)
  .flatMap((error) => TIMES.map((times): Case => ({ state: state as Case['state'], error, times, after })))));

/** The rows of the app's exporter. */
const ORDERS = [1, 2, 3];

/**
 * Whatever fails, an export is complete, or there is one dead letter, and it is complete after a repair. It has the data of one tenant, and nothing
 * of it is left when the tenant is deleted.
 */
export const exportsOfTenants: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, signal }) => {
    const sizes = quick ? SIZES.quick : SIZES.full;
    const outputs = readTenancyOutputs();
    const saga = new Saga(applicationName);
    const lifecycle = new Lifecycle(outputs);
    const exports = new Exports(outputs);
    const expectations = new Expectations();
    const thrownBefore = thrownFaults().length;
    const exportedEvents = await saga.subscribe<TenantExportedDetail>(saga.source.tenant, DETAIL_TYPE.exported);

    const cases = CASES.filter((_, index) => !quick || index % QUICK_STEP === 0);
    const users = newUsers(cases.length + sizes.still + sizes.deleted + 1, 'exported');
    const rowsOf = (index: number) => (index === cases.length ? sizes.largest : 3);
    const ids = await signUpWithData(saga, outputs, users, signal, rowsOf);
    const faulty = ids.slice(0, cases.length);
    const still = ids.slice(cases.length, cases.length + sizes.still);
    const deleted = ids.slice(cases.length + sizes.still, -1);
    // The exporter of the app fails for this tenant.
    const [broken] = ids.slice(-1);
    // The export of one of them is complete before the deletion. The others wait for a page of the exporter until the tenant is deleted.
    const [complete, ...held] = deleted;
    setFaults(Object.fromEntries(cases.map(({ state, error, times, after }, index): [string, Fault[]] => [
      faulty[index], [{ stateMachine: outputs.ExportTenantArn, state, error, times, after, cause: 'On purpose' }],
    ])));
    await mark(outputs.RowsTableName, broken, 'broken');
    for (const tenantId of held) await mark(outputs.RowsTableName, tenantId, 'held');

    await exports.windowBegun(signal);
    const work = new AbortController();
    const working = lifecycle.changeAllTheTime(still, AbortSignal.any([work.signal, signal]));
    await exports.request(complete);
    await exports.settled(signal);
    const exportIds = Object.fromEntries(await concurrently(4, ids, async (tenantId) => [tenantId, await exports.request(tenantId)] as const));
    const again = await concurrently(4, still, async (tenantId) => exports.request(tenantId));
    await concurrently(4, held, async (tenantId) => waitingForExporter(exports, tenantId, signal));
    await concurrently(4, deleted, async (tenantId) => lifecycle.close(tenantId));
    await lifecycle.sweepAll();
    await lifecycle.settled(signal);
    for (const tenantId of held) await unmark(outputs.RowsTableName, tenantId, 'held');
    await exports.settled(signal);
    work.abort();
    expectations.equal('whether exported tenants changed in the meantime', await working > 0, true);

    expectations.equal('the exports that a repeated request begins', again, still.map((tenantId) => exportIds[tenantId]));
    const letters = (await saga.deadLetters()).map(readTenantLetter);
    const thrown = thrownFaults().slice(thrownBefore);
    cases.forEach(({ state, error, times, after }, index) => {
      const about = (what: string) => `${what} (${state}, ${error}${after ? ' after the call' : ''}, ${times ?? 'always'}; ${faulty[index]})`;
      const ownLetters = letters.filter(({ tenantId }) => tenantId === faulty[index]);
      const least = times ?? 1;
      expectations.equal(about(`whether at least ${least} faults were thrown`), thrown.filter(({ userId }) => userId === faulty[index]).length >= least, true);
      expectations.equal(about('the dead letters'), ownLetters, times === null ? [{ tenantId: faulty[index], error, state }] : []);
    });
    const stopped = new Set([broken, ...faulty.filter((_, index) => cases[index].times === null && cases[index].state === 'Write files' && !cases[index].after)]);
    for (const tenantId of stopped) {
      expectations.equal(`the status of the failed export of ${tenantId}`, (await exports.describe(tenantId, exportIds[tenantId])).body.status, 'failed');
    }
    expectations.equal('the dead letters of the broken exporter', letters.filter(({ tenantId }) => tenantId === broken).map(({ state }) => state), ['Write files']);
    expectations.equal('the dead letters of other tenants', letters.filter(({ tenantId }) => [...still, ...deleted].includes(tenantId)), []);
    const early = ids.filter((tenantId) => !stopped.has(tenantId) && !deleted.includes(tenantId));
    for (const tenantId of early) await verify(tenantId);

    setFaults({});
    await unmark(outputs.RowsTableName, broken, 'broken');
    await repairAll(saga, signal);
    await exports.settled(signal);
    for (const tenantId of stopped) await verify(tenantId);
    expectations.equal('the dead letters after the repair', (await saga.deadLetters()).length, 0);
    const left = (await exports.keys()).filter((key) => deleted.some((tenantId) => key.startsWith(`${tenantId}/`)));
    expectations.equal('what is left of the exports of deleted tenants', left, []);
    for (const tenantId of deleted) {
      expectations.equal(`the status of the export of the deleted tenant ${tenantId}`, (await exports.describe(tenantId, exportIds[tenantId])).status, 404);
    }
    const announced = new Set((await exportedEvents.received()).map(({ detail }) => detail.tenantId));
    expectations.equal('the exports that were not announced', [...early, ...stopped].filter((tenantId) => !announced.has(tenantId)), []);
    expectations.equal('the held exports that were announced', held.filter((tenantId) => announced.has(tenantId)), []);
    await exportedEvents.end();
    const counts = { sent: ids.length, faults: thrown.length, exported: early.length + stopped.size, deleted: deleted.length, dead: letters.length };
    return outcome(counts, expectations);

    /** Expects all data of the tenant in the export, and no data of another one. */
    async function verify(tenantId: string): Promise<void> {
      const index = ids.indexOf(tenantId);
      let found: Downloaded;
      try {
        found = await exports.download(tenantId, exportIds[tenantId]);
      } catch (error) {
        expectations.equal(`the export of ${tenantId}`, (error as Error).message, 'complete');
        return;
      }
      const { lines, manifest, text } = found;
      const parsed = Object.fromEntries(Object.entries(lines).map(([name, ofSource]) => [name, ofSource.map((line) => JSON.parse(line))]));
      expectations.equal(`the tenant in the export of ${tenantId}`, parsed.tenant.map((row) => row.tenantId), [tenantId]);
      expectations.equal(`the members in the export of ${tenantId}`, parsed.members.map((row) => row.userId), [users[index].userId]);
      expectations.equal(`the number of invitations in the export of ${tenantId}`, parsed.invitations.length, 1);
      const rows = parsed.Rows.map((row) => row.row as string);
      expectations.equal(`the rows in the export of ${tenantId}`, [rows.length, new Set(rows).size], [rowsOf(index), rowsOf(index)]);
      expectations.equal(`the objects in the export of ${tenantId}`, parsed.Files.map((row) => row.key), [`${tenantId}/report.txt`]);
      expectations.equal(`the orders in the export of ${tenantId}`, parsed.orders.map((row) => row.order), ORDERS);
      expectations.equal(`the tenant in the manifest of ${tenantId}`, [manifest.tenantId, manifest.exportId], [tenantId, exportIds[tenantId]]);
      expectations.equal(`the other tenants in the export of ${tenantId}`, ids.filter((other) => other !== tenantId && text.includes(other)), []);
    }
  },
};

async function mark(TableName: string, tenantId: string, row: string): Promise<void> {
  await dynamodb.send(new PutCommand({ TableName, Item: { owner: `EXPORTER#${tenantId}`, row } }));
}

async function unmark(TableName: string, tenantId: string, row: string): Promise<void> {
  await dynamodb.send(new DeleteCommand({ TableName, Key: { owner: `EXPORTER#${tenantId}`, row } }));
}

/** Resolves when all files before those of the exporter are written. */
async function waitingForExporter(exports: Exports, tenantId: string, signal: AbortSignal): Promise<void> {
  while (!(await exports.keys()).some((key) => key.startsWith(`${tenantId}/`) && key.endsWith('/Files-00001.jsonl'))) {
    await sleep(300, undefined, { signal });
  }
}
