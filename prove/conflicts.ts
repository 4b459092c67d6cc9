import { Expectations, outcome, type Proof } from './proof';
import { SAGAS } from './support/deployment';
import { setFaults, thrownFaults } from './support/engine-faults';
import { readLetter, reasons, withoutLetter } from './support/letters';
import { Saga } from './support/saga';
import { tally } from './support/tally';
import { newUsers } from './support/users';

const REPETITIONS = 3;

/** The number of retries of the transaction. */
const MOST_CONFLICTS = 3;

const CONFLICT = {
  error: 'DynamoDb.TransactionCanceledException',
  cause: 'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]',
};

/** A transaction that is cancelled because of a conflict is not mistaken for a replay, even if its event is delivered several times. */
export const conflicts: Proof = {
  applications: SAGAS,
  run: async (applicationName, { quick, signal }) => {
    const saga = new Saga(applicationName);
    const expectations = new Expectations();
    const before = await saga.rows();
    const thrownBefore = thrownFaults().length;

    const users = newUsers(quick ? 12 : 120, 'conflicting');
    const at = { stateMachine: saga.outputs.AddFirstAdminArn, state: 'Map admin and activate tenant' };
    setFaults(Object.fromEntries(users.map(({ userId }, index) => [userId, [{ ...at, ...CONFLICT, times: 1 + index % MOST_CONFLICTS }]])));
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      await Promise.all(users.map((user) => saga.signUp(user)));
    }
    await saga.settled(signal);
    setFaults({});

    const { finished, unfinished, doubled } = await tally(saga, users, before);
    const thrown = thrownFaults().length - thrownBefore;
    const letters = (await saga.deadLetters()).map(readLetter);
    expectations.equal('conflicts', thrown, users.reduce((sum, _, index) => sum + 1 + index % MOST_CONFLICTS, 0));
    expectations.equal('dead letters', reasons(letters), []);
    return outcome({
      sent: users.length,
      delivered: users.length * REPETITIONS,
      faults: thrown,
      created: finished.length,
      doubled,
      lost: withoutLetter(unfinished, letters).length,
      dead: letters.length,
    }, expectations);
  },
};
