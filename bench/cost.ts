import type { Benchmark, Row } from './benchmark';
import { consumptionOf } from './consumption';
import { article, tenancy } from './cost/designs';
import { priceOfMillion, priceOfUsers } from './cost/price';
import { PRICES } from './cost/prices';
import type { Design } from './cost/usage';
import { MONTH } from './mix';
import { startStore } from './store/start';
import { USUAL_SIZE } from './store/tables';

const TARGET_RATIO = 1;
const USERS = [1_000, 100_000, 10_000_000];

/** The price of user actions on AWS compared with the article's design, from a table of prices. */
export const cost: Benchmark = {
  name: 'cost',
  run: async (signal) => {
    const store = await startStore(USUAL_SIZE, signal);
    try {
      const ours = tenancy(await consumptionOf(store));
      const reference = article();
      const millions = (['signUp', 'request', 'signIn'] as const).map((action) =>
        toRow(`a million ${NAMES[action]}s`, priceOfMillion(ours, ours[action]), priceOfMillion(reference, reference[action])));
      // Traces are the largest difference: the article only traces its state machines.
      const less = FEWER_TRACES.map(({ action, sampling, traced }): Row => ({
        ...toRow(`a million ${NAMES[action]}s, ${sampling}`, priceOfMillion(ours, ours[action], traced), priceOfMillion(reference, reference[action])),
        target: 'shown',
        holds: undefined,
      }));
      const byAdminApi: Row = {
        ...toRow('a million sign-ins by TenantLookup.ADMIN_API', priceOfMillion(ours, ours.signInByAdminApi!), priceOfMillion(reference, reference.signIn)),
        target: 'shown',
        holds: undefined,
      };
      const months = USERS.map((users) =>
        toRow(`a month of ${users.toLocaleString('en')} users`, priceOfMonth(ours, users), priceOfMonth(reference, users)));
      return [...millions, byAdminApi, ...less, ...months];
    } finally {
      await store.end();
    }
  },
};

const NAMES = { signUp: 'sign-up', request: 'request', signIn: 'sign-in' };

/** A sampling rule of the account can lower the part of traced requests. For sign-ins, Lambda decides (Cognito calls the hook), and its part is fixed. */
const FEWER_TRACES = [
  { action: 'request', sampling: 'one in a hundred traced', traced: 0.01 },
  { action: 'request', sampling: 'not traced', traced: 0 },
  { action: 'signIn', sampling: 'not traced', traced: 0 },
] as const;

function priceOfMonth(design: Design, users: number): number {
  const { signUp, request, signIn } = design;
  const millions = users / 1e6;
  return priceOfUsers(users) + millions * (
    MONTH.signUps * priceOfMillion(design, signUp)
    + MONTH.requests * priceOfMillion(design, request)
    // A refresh calls the hook, like a sign-in.
    + (MONTH.signIns + MONTH.refreshes) * priceOfMillion(design, signIn)
  );
}

function toRow(figure: string, ours: number, reference: number): Row {
  const ratio = (ours / reference).toFixed(2);
  return {
    figure: `${figure}, prices of ${PRICES.date}`,
    measured: usd(ours),
    reference: `${usd(reference)} the article's design`,
    result: `${ratio} times`,
    target: `<= ${TARGET_RATIO.toFixed(1)} times`,
    holds: Number(ratio) <= TARGET_RATIO,
  };
}

const usd = (amount: number) => `${amount.toLocaleString('en', { maximumFractionDigits: amount < 100 ? 2 : 0 })} USD`;
