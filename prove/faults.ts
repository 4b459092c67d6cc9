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

/** As many cases as make one quick one. */
const QUICK_STEP = 5;

/**
 * Whatever task fails, however, and as often as it likes: a sign-up is a finished tenant or one dead letter, and after a
 * repair it is a finished tenant.
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

    // A step that has no factor in common with the numbers of errors and times meets all of them over the tasks.
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
      expectations.equal(`the event of the dead letter of ${userId}`, event, delivered.get((event as { id: string }).id));
      expectations.equal(`the time of the dead letter of ${userId} to be one`, ISO_TIME.test(failedAt), true);
    }
    const lost = withoutLetter(afterwards.unfinished, letters);

    setFaults({});
    const reports = await repairAll(saga, signal);
    const repaired = await tally(saga, users, before);
    expectations.equal('dead letters that the repair gave back', reports.flatMap((report) => report.deadLetters).length, letters.length);
    expectations.equal('dead letters after the repair', (await saga.deadLetters()).length, 0);
    expectations.equal('sign-ups that are no finished tenant after the repair', repaired.unfinished.map(({ userId }) => userId), []);
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
  // A fault that is not thrown proves nothing.
  const least = wanted.reduce((sum, { times, after }) => sum + (times === null || after ? 1 : times), 0);
  expectations.equal(about(`at least ${least} faults to be thrown, of which ${seen.thrown} were,`), seen.thrown >= least, true);
  if (givenUp === undefined) {
    expectations.equal(about('whether it is a finished tenant'), seen.isFinished, true);
  }
  expectations.equal(
    about('its dead letters'),
    seen.letters.map(({ stateMachine, state, error }) => ({ stateMachine, state, error })),
    givenUp === undefined ? [] : [{ stateMachine: givenUp.stateMachine, state: givenUp.state, error: givenUp.error }],
  );
}
