import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Subject } from './bare-calls';
import type { Benchmark } from './benchmark';
import { sample } from './measure';
import { nameOf, pathOf, ROUTES, type BenchmarkedRoute } from './routes';
import { call, callSigned, type Answer } from '../local/client/api';
import { eventually } from '../local/client/eventually';
import { readOutputs } from '../local/client/outputs';
import { UserPoolClient } from '../local/client/user-pool';
import { CLAIM } from '../src/contract/claims';

const CLIENTS = 32;
const CUSTOMERS = 8;
const SECONDS = 60;

/** A signed-in user. */
interface Customer extends Subject {
  readonly token: string;
}

/** Concurrent requests to the deployed example, in the mix of a running product: counts failures, and measures times. Rare routes are left out. */
export const load: Benchmark = {
  name: 'load',
  onEngine: true,
  run: async (signal) => {
    const customers = await Promise.all(Array.from({ length: CUSTOMERS }, newCustomer));
    const times: number[] = [];
    const errors: string[] = [];
    const end = performance.now() + SECONDS * 1_000;
    await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
      for (let turn = client; performance.now() < end && !signal.aborted; turn++) {
        const route = PLAN[turn % PLAN.length];
        const start = performance.now();
        const answer = await request(route, customers[turn % CUSTOMERS]);
        times.push(performance.now() - start);
        if (answer.status >= 300) {
          errors.push(`${nameOf(route)}: ${answer.status}`);
        }
      }
    }));
    signal.throwIfAborted();
    [...new Set(errors)].forEach((error) => console.log(error));
    const { median, p99 } = sample(times);
    return [{
      figure: `${CLIENTS} clients, ${SECONDS} s, the example on the engine`,
      measured: `${(times.length / SECONDS).toFixed(0)} requests/s, p50 ${median.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
      reference: '-',
      result: `${errors.length} errors in ${times.length} requests`,
      target: '0 errors',
      holds: errors.length === 0,
    }];
  },
};

/** A hundred requests in the mix of {@link ROUTES}, in an order that is the same in every run. */
const PLAN: readonly BenchmarkedRoute[] = ROUTES
  .flatMap((route, index) => Array.from({ length: route.share }, (_, number) => ({ route, at: (number + index / ROUTES.length) / route.share })))
  .sort((a, b) => a.at - b.at)
  .map(({ route }) => route);

async function newCustomer(): Promise<Customer> {
  const pool = new UserPoolClient(readOutputs());
  const email = `load-${randomUUID()}@example.com`;
  const userId = await pool.signUp(email, 'Load');
  const { accessToken, claims } = await eventually('a token with a tenant', async () => {
    const tokens = await pool.signIn(email);
    return tokens.claims[CLAIM.tenant] === undefined ? undefined : tokens;
  }, 60_000);
  return { userId, tenantId: claims[CLAIM.tenant] as string, token: accessToken };
}

async function request(benchmarked: BenchmarkedRoute, customer: Customer): Promise<Answer> {
  const { ApiUrl, AdminApiUrl } = readOutputs();
  const { route: { method }, isForServices, body } = benchmarked;
  const sent = { method, path: pathOf(benchmarked, customer).slice(1), body: body?.(customer) };
  return isForServices ? callSigned(AdminApiUrl, sent) : call(ApiUrl, sent, customer.token);
}
