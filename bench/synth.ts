import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Benchmark } from './benchmark';
import { alternate, describe } from './measure';

const ROUNDS = 9;
const TARGET_RATIO = 1.15;

/** Synth of an app with a tenancy, on the lowest supported CDK, against an app of like size made of the CDK's own constructs. */
export const synth: Benchmark = {
  name: 'synth',
  run: async () => {
    const output = mkdtempSync(path.join(tmpdir(), 'bench-synth-'));
    try {
      const [tenancy, plain] = await alternate(ROUNDS, () => synthesize('tenancy', output), () => synthesize('plain', output));
      const ratio = tenancy.median / plain.median;
      return [{
        figure: `synth of a tenancy, ${countResources('tenancy', output)} resources`,
        measured: describe(tenancy),
        reference: `${describe(plain)} for a plain app with ${countResources('plain', output)} resources`,
        result: `${ratio.toFixed(2)} times`,
        target: `<= ${TARGET_RATIO} times`,
        holds: ratio <= TARGET_RATIO,
      }];
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  },
};

/** In a process of its own, as the CDK CLI does it. */
function synthesize(app: string, output: string): void {
  execFileSync(process.execPath, ['--require', 'tsx/cjs', path.join(__dirname, 'apps', `${app}.ts`)], {
    env: { ...process.env, CDK_OUTDIR: path.join(output, app) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function countResources(app: string, output: string): number {
  const template = JSON.parse(readFileSync(path.join(output, app, 'Stack.template.json'), 'utf8'));
  return Object.keys(template.Resources).length;
}
