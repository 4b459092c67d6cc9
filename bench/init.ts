import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import type { Benchmark, Row } from './benchmark';
import { bundleOf, setupOf } from './functions';
import { alternate, compare, type Subject } from './measure';
import { storeEnvironment } from './store/start';
import { FUNCTION_NODE } from './subjects/start';
import { environmentWithoutAws } from '../local/engine/environment';
import { FUNCTION_NAMES } from '../scripts/bundle/functions';

const ROUNDS = 31;
const TARGET_RATIO = 1;
const NOWHERE = 'http://127.0.0.1:9';

/** The part of a cold start that depends on the code: loading the bundle in a new process. */
export const init: Benchmark = {
  name: 'init',
  run: async (signal) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'bench-init-'));
    try {
      const rows: Row[] = [];
      for (const name of FUNCTION_NAMES) {
        const { environment, clients } = setupOf(name);
        const bare = bundleClients(clients, path.join(directory, `${name}.mjs`));
        const [ours, reference] = await alternate(signal, ROUNDS, load(bundleOf(name), environment), load(bare, environment));
        rows.push(compare({ figure: `load of ${name}`, ours, reference, beside: 'its clients alone', atMost: TARGET_RATIO }));
      }
      return rows;
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

/** Bundles a module in the format of the functions, but with everything that the SDK loads by default: without the replacements of their build. */
function bundleClients(clients: string, outfile: string): string {
  buildSync({
    stdin: { contents: clients, resolveDir: __dirname },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire as __bundleRequire}from'node:module';const require=__bundleRequire(import.meta.url);" },
  });
  return outfile;
}

/** Loads a bundle in a new process without network: requests during init fail at once, on both sides. */
function load(bundle: string, environment: Readonly<Record<string, string>>): Subject {
  const program = `
    const dns = await import('node:dns');
    dns.default.lookup = (host, options, callback) => callback(Object.assign(new Error('This process has no network'), { code: 'ENOTFOUND' }));
    const start = performance.now();
    await import(${JSON.stringify(pathToFileURL(bundle).href)});
    process.stdout.write('\\n' + (performance.now() - start), () => process.exit());`;
  return async () => {
    const output = execFileSync(FUNCTION_NODE, ['--input-type=module', '-e', program], {
      env: { ...environmentWithoutAws(), ...storeEnvironment(NOWHERE), ...environment, POWERTOOLS_LOG_LEVEL: 'SILENT' },
      encoding: 'utf8',
    });
    return [Number(output.split('\n').at(-1))];
  };
}
