import { Expectations, outcome, type Proof } from './proof';
import { SAGAS } from './support/deployment';
import { readLetter, reasons, withoutLetter } from './support/letters';
import { Random } from './support/random';
import { Saga } from './support/saga';
import { sendAll } from './support/senders';
import { tally } from './support/tally';
import { newUsers } from './support/users';

const MOST_DELIVERIES = 5;

/** Sign-ups, each delivered up to five times and in any order by many senders at once, are one tenant each. */
export const deliveries: Proof = {
  applications: SAGAS,
  run: async (applicationName, { quick, seed, signal }) => {
    const saga = new Saga(applicationName);
    const random = new Random(seed);
    const expectations = new Expectations();
    const before = await saga.rows();

    const users = newUsers(quick ? 60 : 2000, 'delivered');
    const events = random.shuffled(users.flatMap((user) => Array.from({ length: random.between(1, MOST_DELIVERIES) }, () => user)));
    await sendAll(saga, events, signal);
    await saga.settled(signal);

    const { finished, unfinished, doubled } = await tally(saga, users, before);
    const letters = (await saga.deadLetters()).map(readLetter);
    expectations.equal('tenants', finished.length, users.length);
    expectations.equal('dead letters', reasons(letters), []);
    return outcome({
      sent: users.length,
      delivered: events.length,
      created: finished.length,
      doubled,
      lost: withoutLetter(unfinished, letters).length,
      dead: letters.length,
    }, expectations);
  },
};
