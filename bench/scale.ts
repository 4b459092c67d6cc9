import { endAll, startApiFunctions } from './api-functions';
import type { Benchmark, Row } from './benchmark';
import { consumptionOf } from './consumption';
import { alternate, compare } from './measure';
import { handlerCall, nameOf, ROUTES } from './routes';
import type { Consumption } from './store/meter';
import { startStore, type Store } from './store/start';
import { type StoreSize, USUAL_SIZE } from './store/tables';

const LARGE: StoreSize = { tenants: 1_000_000, members: 100_000 };
const MEASURED = ROUTES.filter(({ outgrowsStore }) => !outgrowsStore);
const ROUNDS = 300;
const CALLS = 3;
const WARM_UP_CALLS = 300;
const TARGET_RATIO = 1.2;

/**
 * Whether a route consumes more of DynamoDB and takes longer as the product grows. Small means a thousand tenants, large means a
 * million. The tenant of the requests has a hundred members or a hundred thousand: more than a page in both cases.
 */
export const scale: Benchmark = {
  name: 'scale',
  run: async (signal) => {
    const [small, large] = await Promise.all([startStore(USUAL_SIZE, signal), startStore(LARGE, signal)]);
    try {
      return [...await asked(small, large), ...await taken(small, large, signal)];
    } finally {
      await Promise.all([small.end(), large.end()]);
    }
  },
};

/** Compares the calls and units of each route. These numbers also hold on AWS. */
async function asked(small: Store, large: Store): Promise<Row[]> {
  const [atSmall, atLarge] = [await consumptionOf(small, MEASURED), await consumptionOf(large, MEASURED)];
  return MEASURED.map((route): Row => {
    const [before, after] = [atSmall.get(route)!, atLarge.get(route)!];
    const holds = JSON.stringify(before) === JSON.stringify(after);
    return {
      figure: `${nameOf(route)}: asked of DynamoDB, large`,
      measured: inWords(after),
      reference: `${inWords(before)}, small`,
      result: holds ? 'the same' : 'more',
      target: 'the same',
      holds,
    };
  });
}

/** Compares the times of the local store, which finds rows and partitions of indexes by hashing, as DynamoDB does. */
async function taken(small: Store, large: Store, signal: AbortSignal): Promise<Row[]> {
  const [atSmall, atLarge] = [await startApiFunctions(small), await startApiFunctions(large)];
  try {
    const rows: Row[] = [];
    for (const route of MEASURED.filter(({ readsPage }) => !readsPage)) {
      const processes = [atLarge, atSmall].map((functions) => functions.get(route.bundle)!);
      await alternate(signal, 1, ...processes.map((process) => process.subject(handlerCall(route), WARM_UP_CALLS)));
      const [ours, reference] = await alternate(signal, ROUNDS, ...processes.map((process) => process.subject(handlerCall(route), CALLS)));
      rows.push(compare({ figure: `${nameOf(route)}: p50, large`, ours, reference, beside: 'small', atMost: TARGET_RATIO }));
    }
    return rows;
  } finally {
    endAll(atSmall);
    endAll(atLarge);
  }
}

function inWords({ calls, readUnits, writeUnits }: Consumption): string {
  return `${calls} ${calls === 1 ? 'call' : 'calls'}, ${readUnits} read and ${writeUnits} write units`;
}
