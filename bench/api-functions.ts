import { bundleOf, setupOf } from './functions';
import { ROUTES } from './routes';
import { storeEnvironment } from './store/start';
import type { ApiSubjectEnvironment } from './subjects/api';
import { startSubjects, type SubjectProcess } from './subjects/start';

/** Processes with the functions behind the routes, by the name of their bundle. */
export type ApiFunctions = ReadonlyMap<string, SubjectProcess>;

/** Starts every function that answers a route, as it is deployed, on the rows behind an address. */
export async function startApiFunctions(endpoint: string): Promise<ApiFunctions> {
  const names = [...new Set(ROUTES.map(({ bundle }) => bundle))];
  return new Map(await Promise.all(names.map(async (name): Promise<[string, SubjectProcess]> => {
    const subject: ApiSubjectEnvironment = { BENCH_BUNDLE_NAME: name, BENCH_BUNDLE_FILE: bundleOf(name) };
    return [name, await startSubjects('api', { ...setupOf(name).environment, ...storeEnvironment(endpoint), ...subject })];
  })));
}

export function endAll(functions: ApiFunctions): void {
  functions.forEach((process) => process.end());
}
