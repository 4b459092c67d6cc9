import { Expectations, outcome, type Proof } from './proof';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY } from './support/deployment';
import { type Fault, setFaults, thrownFaults } from './support/engine-faults';
import { readTenantLetter } from './support/letters';
import { Lifecycle } from './support/lifecycle';
import { discard, repairAll } from './support/repair';
import { Saga } from './support/saga';
import { Everything, signUpWithData } from './support/tenant-data';
import { newUsers } from './support/users';

const ERRORS = ['Lambda.ServiceException', 'Lambda.TooManyRequestsException', 'Lambda.AWSLambdaException', 'States.Timeout', 'Error'];

/** Numbers of failures: fewer than the retries of a task, as many as its retries, and always. */
const TIMES = [1, 3, null] as const;

/** A quick run has one of this many cases. It has no common factor with the numbers of errors and times. */
const QUICK_STEP = 7;

const STATES = [
  'Begin deletion', 'Erase data', 'List members', 'Remove tenant from records of members', 'Erase data again', 'Erase data of the tenancy', 'Write tombstone',
];

interface Case {
  readonly state: string;
  readonly error: string;
  readonly times: 1 | 3 | null;
  /** Whether the call is executed and only its result is lost. */
  readonly after: boolean;
}

const CASES: readonly Case[] = STATES.flatMap((state) => [false, true].flatMap((after) => (after ? ERRORS.slice(-2) : ERRORS)
  .flatMap((error) => TIMES.map((times) => ({ state, error, times, after })))));

/**
 * Whichever step fails, with whichever error, and however often: the tenant is deleted, or there is one dead letter, and the tenant is deleted after a repair, or after a sweep if
 * the letter is lost. */
export const deletionFaults: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, signal }) => {
    const outputs = readTenancyOutputs();
    const saga = new Saga(applicationName);
    const lifecycle = new Lifecycle(outputs);
    const expectations = new Expectations();
    const thrownBefore = thrownFaults().length;

    const cases = CASES.filter((_, index) => !quick || index % QUICK_STEP === 0);
    const users = newUsers(cases.length, 'faulty-deletion');
    const ids = await signUpWithData(saga, outputs, users, signal);
    setFaults(Object.fromEntries(cases.map(({ state, error, times, after }, index): [string, Fault[]] => [
      ids[index], [{ stateMachine: outputs.DeleteTenantArn, state, error, times, after, cause: 'On purpose' }],
    ])));
    await concurrently(4, ids, async (tenantId) => lifecycle.close(tenantId));
    await lifecycle.sweepAll();
    await lifecycle.settled(signal);

    const letters = (await saga.deadLetters()).map(readTenantLetter);
    const thrown = thrownFaults().slice(thrownBefore);
    const afterwards = await Everything.read(outputs);
    cases.forEach(({ state, error, times, after }, index) => {
      const about = (what: string) => `${what} (${state}, ${error}${after ? ' after the call' : ''}, ${times ?? 'always'}; ${ids[index]})`;
      const ownLetters = letters.filter(({ tenantId }) => tenantId === ids[index]);
      const least = times ?? 1;
      expectations.equal(about(`whether at least ${least} faults were thrown`), thrown.filter(({ userId }) => userId === ids[index]).length >= least, true);
      expectations.equal(about('the dead letters'), ownLetters, times === null ? [{ tenantId: ids[index], error, state }] : []);
      if (times !== null) {
        expectations.equal(about('whether the tenant is deleted'), isDeleted(afterwards, ids[index]), true);
      }
    });

    setFaults({});
    // Every second letter is lost, as if it had expired. Sweeps at the same time find these tenants.
    await discard(saga, (await saga.deadLetters()).filter((_, index) => index % 2 === 0));
    await Promise.all([repairAll(saga, signal), lifecycle.sweepAll(), lifecycle.sweepAll()]);
    await lifecycle.settled(signal);
    expectations.equal('the executions of a tenant that ran at the same time', await lifecycle.overlaps(), []);
    const repaired = await Everything.read(outputs);
    const deleted = ids.filter((tenantId) => isDeleted(repaired, tenantId));
    expectations.equal('the tenants that are not deleted after the repair', ids.filter((tenantId) => !deleted.includes(tenantId)), []);
    expectations.equal('the dead letters after the repair', (await saga.deadLetters()).length, 0);
    const counts = { sent: ids.length, faults: thrown.length, deleted: deleted.length, dead: letters.length, lost: ids.length - deleted.length };
    return outcome(counts, expectations);
  },
};

function isDeleted(everything: Everything, tenantId: string): boolean {
  return everything.tombstoneOf(tenantId) !== undefined && everything.mentioning(tenantId).length === 0;
}
