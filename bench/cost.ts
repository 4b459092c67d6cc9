import { templateOf } from './apps/synthesize';
import type { Benchmark, Row } from './benchmark';
import { consumptionOf } from './consumption';
import { article, AUDIT_RECORD, tenancy, type TenancyOptions } from './cost/designs';
import { priceOfMillion, priceOfUsers } from './cost/price';
import { PRICES } from './cost/prices';
import type { Design } from './cost/usage';
import { MONTH } from './mix';
import { startStore } from './store/start';
import { USUAL_SIZE } from './store/tables';
import { TenantLookup } from '../src/constructs/pre-token-enricher';

const TARGET_RATIO = 1;

/** The highest ratio of the price with rights that end within 30 seconds. */
const TARGET_RATIO_OF_FRESHNESS = 1.1;

/** In USD for a million. */
const MAX_PRICE_OF_RECORDS = 10;

const USERS = [1_000, 100_000, 10_000_000];

/** The price of user actions on AWS compared with the article's design, from a table of prices. */
export const cost: Benchmark = {
  name: 'cost',
  run: async (signal) => {
    const store = await startStore(USUAL_SIZE, signal);
    try {
      const template = templateOf('tenancy');
      const asked = await consumptionOf(store);
      const reference = article();
      const ours = tenancy(template, asked, DEFAULTS);
      return [
        ...compareDesigns(ours, reference),
        priceOfFreshness(ours, tenancy(template, asked, OF_TOKEN)),
        priceOfRecords(ours),
        // Traces are the largest difference: the article only traces its state machines.
        ...FEWER_TRACES.map(({ action, sampling, traced }) => shown(
          toRow(`a million ${NAMES[action]}s, ${sampling}`, priceOfMillion(ours, ours[action], traced), priceOfMillion(reference, reference[action])))),
        ...ALTERNATIVES.flatMap(([name, options]) => compareDesigns(tenancy(template, asked, options), reference, `${name}: `).map(shown)),
      ];
    } finally {
      await store.end();
    }
  },
};

const DEFAULTS: TenancyOptions = { apis: 'REST', lookup: TenantLookup.DIRECT, freshness: 'freshRights' };

const OF_TOKEN: TenancyOptions = { ...DEFAULTS, freshness: 'ofToken' };

/** Other designs, side by side with the defaults. */
const ALTERNATIVES: ReadonlyArray<readonly [string, TenancyOptions]> = [
  ['look-up by the admin API', { ...DEFAULTS, lookup: TenantLookup.ADMIN_API }],
  ['HTTP APIs', { ...DEFAULTS, apis: 'HTTP' }],
  ['HTTP APIs and look-up by one', { ...DEFAULTS, apis: 'HTTP', lookup: TenantLookup.ADMIN_API }],
  ['token alone decides', OF_TOKEN],
];

/** Each action, and months of some numbers of users. */
function compareDesigns(ours: Design, reference: Design, prefix = ''): Row[] {
  return [
    ...(['signUp', 'request', 'signIn'] as const).map((action) =>
      toRow(`${prefix}a million ${NAMES[action]}s`, priceOfMillion(ours, ours[action]), priceOfMillion(reference, reference[action]))),
    ...USERS.map((users) => toRow(`${prefix}a month of ${users.toLocaleString('en')} users`, priceOfMonth(ours, users), priceOfMonth(reference, users))),
  ];
}

function shown(row: Row): Row {
  return { ...row, target: 'shown', holds: undefined };
}

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

function priceOfFreshness(ours: Design, ofToken: Design): Row {
  return compareTo('the same with Freshness.ofToken()', TARGET_RATIO_OF_FRESHNESS)(
    'a million requests', priceOfMillion(ours, ours.request), priceOfMillion(ofToken, ofToken.request),
  );
}

/** The article has no audit log, so the price is compared with a limit. */
function priceOfRecords(ours: Design): Row {
  const price = priceOfMillion(ours, AUDIT_RECORD);
  return {
    figure: `a million records of the audit log, kept for a year, prices of ${PRICES.date}`,
    measured: usd(price),
    reference: '-',
    result: usd(price),
    target: `< ${MAX_PRICE_OF_RECORDS} USD`,
    holds: price < MAX_PRICE_OF_RECORDS,
  };
}

const toRow = compareTo("the article's design", TARGET_RATIO);

function compareTo(beside: string, atMost: number) {
  return (figure: string, ours: number, reference: number): Row => {
    const ratio = (ours / reference).toFixed(2);
    return {
      figure: `${figure}, prices of ${PRICES.date}`,
      measured: usd(ours),
      reference: `${usd(reference)} ${beside}`,
      result: `${ratio} times`,
      target: `<= ${atMost.toFixed(1)} times`,
      holds: Number(ratio) <= atMost,
    };
  };
}

const usd = (amount: number) => `${amount.toLocaleString('en', { maximumFractionDigits: amount < 100 ? 2 : 0 })} USD`;
