import { setupOf } from '../../bench/functions';
import { FUNCTION_NAMES } from '../../scripts/bundle/functions';

// Without a build: the command of the benchmarks loads them before it builds the package.
test('every function has a setup', () => {
  expect(FUNCTION_NAMES.filter((name) => setupOf(name).clients === '')).toEqual([]);
});
