import { faultCases } from './fault-cases';
import { Expectations, outcome, type Proof } from './proof';
import { SAGAS } from './support/deployment';
import { setFaults, thrownFaults, type Fault } from './support/engine-faults';
import { readLetter, withoutLetter } from './support/letters';
import { Random } from './support/random';
import { repairAll } from './support/repair';
import { Saga } from './support/saga';
import { sendAll } from './support/senders';
import { tally } from './support/tally';
import { newUsers } from './support/users';

const MOST_DELIVERIES = 3;
const MOST_FAULTS = 4;

/** Random faults of all kinds at the same time, on sign-ups that are delivered several times: no sign-up is lost. */
export const storm: Proof = {
  applications: SAGAS,
  run: async (applicationName, { quick, seed, signal }) => {
    const saga = new Saga(applicationName);
    const random = new Random(seed);
    const expectations = new Expectations();
    const before = await saga.rows();
    const thrownBefore = thrownFaults().length;

    const users = newUsers(quick ? 40 : 400, 'stormy');
    const known: Fault[] = faultCases(saga).flatMap(({ faults }) => faults);
    const draw = () => Array.from({ length: random.between(0, MOST_FAULTS) }, () => known[random.between(0, known.length - 1)]);
    setFaults(Object.fromEntries(users.map(({ userId }) => [userId, draw()])));
    const deliveries = random.shuffled(users.flatMap((user) => Array.from({ length: random.between(1, MOST_DELIVERIES) }, () => user)));
    await sendAll(saga, deliveries, signal);
    await saga.settled(signal);
    const faults = thrownFaults().length - thrownBefore;
    setFaults({});

    const afterwards = await tally(saga, users, before);
    const letters = (await saga.deadLetters()).map(readLetter);
    const lost = withoutLetter(afterwards.unfinished, letters);
    expectations.equal('lost sign-ups', lost.map(({ userId }) => userId), []);

    await repairAll(saga, signal);
    const { finished, unfinished, doubled } = await tally(saga, users, before);
    expectations.equal('the sign-ups that are not a finished tenant after the repair', unfinished.map(({ userId }) => userId), []);
    expectations.equal('the number of dead letters after the repair', (await saga.deadLetters()).length, 0);
    return outcome({
      sent: users.length,
      delivered: deliveries.length,
      faults,
      created: finished.length,
      doubled,
      lost: lost.length,
      dead: letters.length,
      repaired: finished.length - afterwards.finished.length,
    }, expectations);
  },
};
