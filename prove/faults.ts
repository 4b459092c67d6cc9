import { faultCases, type FaultCase } from './fault-cases';
import { Expectations, outcome, type Proof } from './proof';
import { SAGAS } from './support/deployment';
import { setFaults, thrownFaults } from './support/engine-faults';
import { readLetter, withoutLetter, type Letter } from './support/letters';
import { repairAll } from './support/repair';
import { Saga } from './support/saga';
import { tally } from './support/tally';
import { newUsers, type User } from './support/users';
import { DETAIL_TYPE } from '../src/contract/events';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A quick run has one of this many cases. */
const QUICK_STEP = 5;

/**
 * Whichever task fails, with whichever error, and however often: a sign-up becomes a finished tenant or one dead letter. After
 * a repair it is a finished tenant.
 */
export const faults: Proof = {
  applications: SAGAS,
  run: async (applicationName, { quick, signal }) => {
    const saga = new Saga(applicationName);
    const expectations = new Expectations();
    const before = await saga.rows();
    const thrownBefore = thrownFaults().length;
    const userEvents = await saga.subscribe(saga.source.user, DETAIL_TYPE.created);
    const tenantEvents = await saga.subscribe(saga.source.tenant, DETAIL_TYPE.created);

    // The step has no common factor with the numbers of errors and times, so all of them occur over the tasks.
    const cases = faultCases(saga).filter((_, index) => !quick || index % QUICK_STEP === 0);
    const users = newUsers(cases.length, 'faulty');
    setFaults(Object.fromEntries(cases.map(({ faults: wanted }, index) => [users[index].userId, wanted])));
    for (const user of users) await saga.signUp(user);
    await saga.settled(signal);

    const afterwards = await tally(saga, users, before);
    const letters = (await saga.deadLetters()).map(readLetter);
    const delivered = new Map([...await userEvents.received(), ...await tenantEvents.received()].map((event) => [event.id, event]));
    const thrown = thrownFaults().slice(thrownBefore);
    const finished = new Set(afterwards.finished);
    cases.forEach((fault, index) => {
      const user = users[index];
      expectCase(expectations, fault, user, {
        isFinished: finished.has(user),
        letters: letters.filter(({ userId }) => userId === user.userId),
        thrown: thrown.filter(({ userId }) => userId === user.userId).length,
      });
    });
    for (const { event, userId, failedAt } of letters) {
      expectations.equal(`the event in the dead letter of ${userId}`, event, delivered.get((event as { id: string }).id));
      expectations.equal(`whether the dead letter of ${userId} has a valid time`, ISO_TIME.test(failedAt), true);
    }
    const lost = withoutLetter(afterwards.unfinished, letters);

    setFaults({});
    const reports = await repairAll(saga, signal);
    const repaired = await tally(saga, users, before);
    expectations.equal('the number of dead letters in the repair reports', reports.flatMap((report) => report.deadLetters).length, letters.length);
    expectations.equal('the number of dead letters after the repair', (await saga.deadLetters()).length, 0);
    expectations.equal('the sign-ups that are not a finished tenant after the repair', repaired.unfinished.map(({ userId }) => userId), []);
    await Promise.all([userEvents.end(), tenantEvents.end()]);

    return outcome({
      sent: users.length,
      faults: thrown.length,
      created: repaired.finished.length,
      doubled: repaired.doubled,
      lost: lost.length,
      dead: letters.length,
      repaired: repaired.finished.length - afterwards.finished.length,
    }, expectations);
  },
};

interface Seen {
  readonly isFinished: boolean;
  readonly letters: readonly Letter[];
  readonly thrown: number;
}

function expectCase(expectations: Expectations, { title, faults: wanted, givenUp }: FaultCase, { userId }: User, seen: Seen): void {
  const about = (what: string) => `${what} (${title}; ${userId})`;
  // A case proves nothing if its faults are not thrown.
  const least = wanted.reduce((sum, { times, after }) => sum + (times === null || after ? 1 : times), 0);
  expectations.equal(about(`whether at least ${least} faults were thrown, with ${seen.thrown} thrown faults,`), seen.thrown >= least, true);
  if (givenUp === undefined) {
    expectations.equal(about('whether the sign-up is a finished tenant'), seen.isFinished, true);
  }
  expectations.equal(
    about('the dead letters of the sign-up'),
    seen.letters.map(({ stateMachine, state, error }) => ({ stateMachine, state, error })),
    givenUp === undefined ? [] : [{ stateMachine: givenUp.stateMachine, state: givenUp.state, error: givenUp.error }],
  );
}
