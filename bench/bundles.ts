import { readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';
import type { Benchmark, Row } from './benchmark';

const BUNDLES = path.join(__dirname, '..', 'assets', 'runtime');

/** Bytes of code in a function: larger functions take longer to start. */
const TARGETS: Readonly<Record<string, number>> = { authorizer: 90_000 };
const DEFAULT_TARGET = 1_000_000;

export const bundles: Benchmark = {
  name: 'bundles',
  run: async () => readdirSync(BUNDLES).sort().map((name): Row => {
    const { size } = statSync(path.join(BUNDLES, name, 'index.mjs'));
    const target = TARGETS[name] ?? DEFAULT_TARGET;
    return {
      figure: `size of ${name}`,
      measured: `${size} bytes`,
      reference: '-',
      result: `${(size / target).toFixed(2)} of the target`,
      target: `<= ${target} bytes`,
      holds: size <= target,
    };
  }),
};
