import { endAll, startApiFunctions } from './api-functions';
import type { Benchmark, Row } from './benchmark';
import { alternate, compare } from './measure';
import { bareCall, handlerCall, nameOf, ROUTES, unmeasuredRoutes } from './routes';
import { startStore } from './store/start';
import { USUAL_SIZE } from './store/tables';

const ROUNDS = 300;
const CALLS = 3;
const WARM_UP_CALLS = 300;
const TARGET_RATIO = 1.25;

/** A request to each route in a warm function with the deployed code, without the gateway on both sides. */
export const handler: Benchmark = {
  name: 'handler',
  run: async (signal) => {
    const store = await startStore(USUAL_SIZE, signal);
    const functions = await startApiFunctions(store);
    try {
      const rows: Row[] = [];
      for (const route of ROUTES) {
        const process = functions.get(route.bundle)!;
        const calls = [handlerCall(route), bareCall(route)] as const;
        await alternate(signal, 1, ...calls.map((call) => process.subject(call, WARM_UP_CALLS)));
        const [ours, bare] = await alternate(signal, ROUNDS, process.subject(calls[0], CALLS), process.subject(calls[1], CALLS));
        rows.push(compare({ figure: nameOf(route), ours, reference: bare, beside: 'its bare SDK calls', atMost: TARGET_RATIO }));
      }
      const unmeasured = unmeasuredRoutes();
      if (unmeasured.length > 0) {
        console.log(`Not measured: ${unmeasured.join(', ')}.`);
      }
      return rows;
    } finally {
      endAll(functions);
      await store.end();
    }
  },
};
