import { bundleOf, setupOf } from './functions';
import { ROUTES } from './routes';
import { type Store, storeEnvironment } from './store/start';
import type { ApiSubjectEnvironment } from './subjects/api';
import { startSubjects, type SubjectProcess } from './subjects/start';

/** The processes of the functions behind the routes, by the name of their bundle. */
export type ApiFunctions = ReadonlyMap<string, SubjectProcess>;

/**
 * Starts every function that answers a route, with its deployed bundle.
 *
 * @param store The store with the rows.
 * @param endpoint Endpoint for the functions: that of the store, or of a proxy before it.
 */
export async function startApiFunctions(store: Store, endpoint = store.endpoint): Promise<ApiFunctions> {
  const names = [...new Set(ROUTES.map(({ bundle }) => bundle))];
  return new Map(await Promise.all(names.map(async (name): Promise<[string, SubjectProcess]> => {
    const subject: ApiSubjectEnvironment = { BENCH_BUNDLE_NAME: name, BENCH_BUNDLE_FILE: bundleOf(name), BENCH_STORE_ENDPOINT: store.endpoint };
    return [name, await startSubjects('api', { ...setupOf(name).environment, ...storeEnvironment(endpoint), ...subject })];
  })));
}

export function endAll(functions: ApiFunctions): void {
  functions.forEach((process) => process.end());
}
