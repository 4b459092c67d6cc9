import { bundleOf, setupOf } from './functions';
import { ROUTES } from './routes';
import { type Store, storeEnvironment } from './store/start';
import type { ApiSubjectEnvironment } from './subjects/api';
import { startSubjects, type SubjectProcess } from './subjects/start';

/** Processes with the functions behind the routes, by the name of their bundle. */
export type ApiFunctions = ReadonlyMap<string, SubjectProcess>;

/**
 * Starts every function that answers a route, as it is deployed.
 *
 * @param store What the rows are in.
 * @param endpoint Where the functions look for them: the store itself, or what stands before it.
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
