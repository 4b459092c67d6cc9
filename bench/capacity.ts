import type { Benchmark, Row } from './benchmark';
import { missRate } from './capacity/credentials';
import { QUOTAS, type Demand, type Quota } from './capacity/quotas';
import { consumptionOf } from './consumption';
import { SIGN_UP_WRITE_UNITS } from './cost/designs';
import { MONTH, PEAK, READ_UNITS_OF_AUTHORIZATION, REQUESTS_PER_AUTHORIZATION, SHARE_OF_ACTIVE_USERS } from './mix';
import { type BenchmarkedRoute, ROUTES } from './routes';
import type { Consumption } from './store/meter';
import { startStore } from './store/start';
import { USUAL_SIZE } from './store/tables';
import { ADMIN_API_ROUTE } from '../src/contract/admin-routes';
import { type Route, TENANT_API_ROUTE } from '../src/contract/routes';

const SIZES = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const EVERYBODY = 8e9;
const SECONDS_OF_MONTH = 30 * 24 * 3_600;

/** Time that a request occupies an instance on AWS, including the wait for DynamoDB. `handler` and `cost` have its parts. */
const SECONDS_OF_REQUEST = 0.015;
const SECONDS_OF_SIGN_IN = 0.06;

/** Credentials expire after an hour, and are renewed five minutes before. */
const LIFETIME_SECONDS = 55 * 60;
const MAX_CLIENTS = 500;

/** Routes that read with credentials of the user, and then with credentials of each tenant. */
const BY_USER: readonly Route[] = [TENANT_API_ROUTE.listTenantsOfUser, TENANT_API_ROUTE.switchTenant];

/** The reads of the authorizer. */
const READ_UNITS_PER_REQUEST = READ_UNITS_OF_AUTHORIZATION / REQUESTS_PER_AUTHORIZATION.freshRights;

const SHARE_WITH_USER = shareOf(({ route }) => BY_USER.includes(route));
const SHARE_WITH_TENANT = shareOf(({ isForServices }) => !isForServices);

/** The average consumption of DynamoDB by a request of a running product. */
interface MeanConsumption extends Pick<Consumption, 'readUnits' | 'writeUnits'> {
  /** Read units of the request that reads the user for each token. */
  readonly readUnitsOfToken: number;
}

/** The quotas that a growing product reaches, and at how many users: from measured requests and assumed behavior of users. */
export const capacity: Benchmark = {
  name: 'capacity',
  run: async (signal) => {
    const store = await startStore(USUAL_SIZE, signal);
    try {
      const mean = meanOf(await consumptionOf(store));
      return [
        ...[...QUOTAS].map((quota) => ({ quota, users: usersAt(quota, mean) })).sort((a, b) => a.users - b.users)
          .map(({ quota, users }) => quotaRow(quota, users, mean)),
        ...SIZES.map((users) => credentialsRow(users)),
      ];
    } finally {
      await store.end();
    }
  },
};

interface Isolation {
  /** Maximum number of clients that an instance of a function keeps. */
  readonly maxClients?: number;
  /** Number of users of a tenant, who share its credentials. */
  readonly usersOfTenant?: number;
}

/** The demand of the busiest second. */
function demandOf(
  users: number, { readUnits, writeUnits, readUnitsOfToken }: MeanConsumption, { maxClients = MAX_CLIENTS, usersOfTenant = 1 }: Isolation = {},
): Demand {
  const perSecond = (timesAMonth: number) => users * timesAMonth / SECONDS_OF_MONTH * PEAK;
  const [signUps, signIns, refreshes, requests] = [MONTH.signUps, MONTH.signIns, MONTH.refreshes, MONTH.requests].map(perSecond);
  const instances = requests * SECONDS_OF_REQUEST;
  const missed = (asking: number, active: number) => asking * missRate({
    requests: asking,
    active: Math.max(1, Math.round(active)),
    // Instances from earlier requests still exist.
    instances: Math.max(1, Math.ceil(2 * instances)),
    maxClients,
    lifetimeSeconds: LIFETIME_SECONDS,
  });
  const active = users * SHARE_OF_ACTIVE_USERS;
  return {
    signUps,
    signIns,
    refreshes,
    requests,
    credentials: missed(requests * SHARE_WITH_TENANT, active / usersOfTenant) + missed(requests * SHARE_WITH_USER, active),
    instances: instances + (signIns + refreshes) * SECONDS_OF_SIGN_IN,
    readUnits: requests * (readUnits + READ_UNITS_PER_REQUEST) + (signIns + refreshes) * readUnitsOfToken,
    writeUnits: requests * writeUnits + signUps * SIGN_UP_WRITE_UNITS,
  };
}

function usersAt({ asked, limit }: Quota, mean: MeanConsumption): number {
  let [below, above] = [1, 2 * EVERYBODY];
  while (above / below > 1.01) {
    const users = Math.sqrt(below * above);
    [below, above] = asked(demandOf(users, mean)) < limit ? [users, above] : [below, users];
  }
  return below;
}

function quotaRow({ name, limit, raise, asked }: Quota, users: number, mean: MeanConsumption): Row {
  return {
    figure: `${name}, ${count(limit)} a second`,
    measured: users > EVERYBODY ? 'never met' : `met at ${count(Number(users.toPrecision(2)))} users`,
    reference: `raised ${raise}`,
    result: SIZES.map((size) => `${count(asked(demandOf(size, mean)))}`).join(' | '),
    target: 'shown',
  };
}

function credentialsRow(users: number): Row {
  const nothing: MeanConsumption = { readUnits: 0, writeUnits: 0, readUnitsOfToken: 0 };
  const credentials = (isolation: Isolation) => count(demandOf(users, nothing, isolation).credentials);
  return {
    figure: `calls of STS a second with ${count(users)} users, each with a tenant`,
    measured: `${credentials({})}, with ${MAX_CLIENTS} clients an instance`,
    reference: `${credentials({ maxClients: 5_000 })} with 5,000`,
    result: `${credentials({ usersOfTenant: 100 })} with ${MAX_CLIENTS} and a tenant for 100 users`,
    target: 'shown',
  };
}

function meanOf(consumption: ReadonlyMap<BenchmarkedRoute, Consumption>): MeanConsumption {
  const all = ROUTES.reduce((sum, { share }) => sum + share, 0);
  const mean = (unit: 'readUnits' | 'writeUnits') => ROUTES.reduce((sum, route) => sum + route.share * consumption.get(route)![unit], 0) / all;
  const lookUp = ROUTES.find(({ route }) => route === ADMIN_API_ROUTE.listTenantsOfUser)!;
  return { readUnits: mean('readUnits'), writeUnits: mean('writeUnits'), readUnitsOfToken: consumption.get(lookUp)!.readUnits };
}

/** The part of the requests that goes to some of the routes. */
function shareOf(isOne: (route: BenchmarkedRoute) => boolean): number {
  const sum = (routes: readonly BenchmarkedRoute[]) => routes.reduce((total, { share }) => total + share, 0);
  return sum(ROUTES.filter(isOne)) / sum(ROUTES);
}

function count(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 1 : 0 });
}
