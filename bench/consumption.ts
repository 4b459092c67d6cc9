import { endAll, startApiFunctions } from './api-functions';
import { type BenchmarkedRoute, handlerCall, ROUTES } from './routes';
import { type Consumption, startMeter } from './store/meter';
import type { Store } from './store/start';

/** The consumption of DynamoDB by one request to each of the routes, from a warm function. */
export async function consumptionOf(store: Store, routes = ROUTES): Promise<Map<BenchmarkedRoute, Consumption>> {
  const meter = await startMeter(store);
  const functions = await startApiFunctions(store, meter.endpoint);
  try {
    const consumption = new Map<BenchmarkedRoute, Consumption>();
    for (const route of routes) {
      const request = functions.get(route.bundle)!.subject(handlerCall(route), 1);
      // The first request also gets credentials.
      await request();
      meter.read();
      await request();
      consumption.set(route, meter.read());
    }
    return consumption;
  } finally {
    endAll(functions);
    meter.end();
  }
}
