import type { Benchmark } from './benchmark';
import { alternate, compare } from './measure';
import { startStore, storeEnvironment } from './store/start';
import { startSubjects } from './subjects/start';

const ROUNDS = 400;
const CALLS = 5;
const WARM_UP_CALLS = 500;
const FIRST_ROUNDS = 200;
const TARGET_RATIO = 1.05;

/** The cost of isolation: each tenant has its own credentials, which only reach its rows. */
export const isolation: Benchmark = {
  name: 'isolation',
  run: async (signal) => {
    const store = await startStore({ tenants: 10_000, members: 1 }, signal);
    const process = await startSubjects('isolation', {
      ...storeEnvironment(store.endpoint), POWERTOOLS_SERVICE_NAME: 'app', POWERTOOLS_LOG_LEVEL: 'INFO',
    });
    try {
      const pair = async (call: string, rounds: number, times: number) =>
        alternate(signal, rounds, process.subject(call, times), process.subject(`${call}Unscoped`, times));
      const [first, firstReference] = await pair('first', FIRST_ROUNDS, 1);
      await pair('few', 1, WARM_UP_CALLS);
      const [few, fewReference] = await pair('few', ROUNDS, CALLS);
      await pair('many', 1, WARM_UP_CALLS);
      const [many, manyReference] = await pair('many', ROUNDS, CALLS);
      const beside = "with the function's own role";
      return [
        compare({ figure: 'first request of a tenant: a client, and a call of STS', ours: first, reference: firstReference, beside }),
        compare({ figure: 'later requests, of 40 tenants in turn', ours: few, reference: fewReference, beside, atMost: TARGET_RATIO }),
        // The SDK keeps 50 signing keys in a process, whatever clients there are, and derives the others each time.
        compare({ figure: 'later requests, of 200 tenants in turn', ours: many, reference: manyReference, beside }),
      ];
    } finally {
      process.end();
      await store.end();
    }
  },
};
