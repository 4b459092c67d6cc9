import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Benchmark, Row } from './benchmark';
import { alternate, compare, sample, timed, type Sample } from './measure';
import { prepareExample } from '../local/examples/example';
import { printedStep } from '../local/process/progress';
import { DEFAULT_CACHE_DIRECTORY, EXAMPLE_DIRECTORY } from '../local/process/state-directory';

const ROUNDS = { validated: 3, unvalidated: 7 };
const TARGET_RATIO = 1.15;

interface SynthesizedApp {
  readonly file: string;
  readonly stack: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The example with the installed package, as users have it. */
const EXAMPLE: SynthesizedApp = { file: path.join(EXAMPLE_DIRECTORY, 'app.ts'), stack: 'DevicesApp', environment: {} };

/** Both apps use the CDK version that the example pins, which is the newest. */
const PLAIN: SynthesizedApp = {
  file: path.join(__dirname, 'apps', 'plain.ts'),
  stack: 'Plain',
  environment: { TSX_TSCONFIG_PATH: path.join(__dirname, 'apps', 'newest-cdk.tsconfig.json') },
};

/** Synth of the example, compared with an app that defines the same resources with plain CDK constructs. */
export const synth: Benchmark = {
  name: 'synth',
  run: async (signal) => {
    await prepareExample(DEFAULT_CACHE_DIRECTORY, printedStep, signal);
    const output = mkdtempSync(path.join(tmpdir(), 'bench-synth-'));
    try {
      return [...await compareApps('unvalidated', output, signal), ...await compareApps('validated', output, signal)];
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  },
};

/** @param mode whether the CDK validates the templates with the schemas of CloudFormation, which takes most of the time */
async function compareApps(mode: keyof typeof ROUNDS, output: string, signal: AbortSignal): Promise<Row[]> {
  const [example, plain] = [EXAMPLE, PLAIN].map((app) => {
    const memory: number[] = [];
    return {
      memory,
      subject: timed(() => memory.push(synthesize(app, mode, output))),
      resources: () => Object.keys(JSON.parse(readFileSync(path.join(output, app.stack, `${app.stack}.template.json`), 'utf8')).Resources).length,
    };
  });
  const [ours, reference] = await alternate(signal, ROUNDS[mode], example.subject, plain.subject);
  const suffix = mode === 'validated' ? ", with the CDK's validation" : '';
  return [
    compare({
      figure: `synth of the example, ${example.resources()} resources${suffix}`,
      ours,
      reference,
      beside: `a plain app, ${plain.resources()} resources`,
      atMost: TARGET_RATIO,
    }),
    compareMemory(`its peak memory${suffix}`, sample(example.memory), sample(plain.memory)),
  ];
}

function compareMemory(figure: string, ours: Sample, reference: Sample): Row {
  return {
    figure,
    measured: `${ours.median.toFixed(0)} MB`,
    reference: `${reference.median.toFixed(0)} MB the plain app`,
    result: `${(ours.median / reference.median).toFixed(2)} times`,
    target: 'shown',
  };
}

/** Synthesizes an app in a new process, like the CDK CLI. @returns the peak memory of the process in MB */
function synthesize({ file, stack, environment }: SynthesizedApp, mode: keyof typeof ROUNDS, output: string): number {
  const memoryFile = path.join(output, 'memory');
  const program = `
    process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(memoryFile)}, String(process.resourceUsage().maxRSS)));
    require(${JSON.stringify(require.resolve('tsx/cjs'))});
    require(${JSON.stringify(file)});`;
  execFileSync(process.execPath, ['-e', program], {
    env: { ...process.env, ...environment, CDK_OUTDIR: path.join(output, stack), CDK_VALIDATION: String(mode === 'validated') },
    stdio: 'ignore',
  });
  return Number(readFileSync(memoryFile, 'utf8')) / 1_024;
}
