import type { javascript } from 'projen';

/** npm scripts. Those that run with `node --import tsx` handle Ctrl-C themselves; the command `tsx` would end before they do. */
const COMMANDS = {
  'demo': 'tsx local/commands/demo.ts',
  'local:up': 'tsx local/commands/up.ts',
  'local:down': 'tsx local/commands/down.ts',
  'sweep': 'tsx local/commands/sweep.ts',
  'prove': 'tsx prove/run.ts',
  'screenshots': 'tsx local/commands/screenshots.ts',
  'scan': 'jest --config test/scanners/jest.config.json',
  'bench': 'node --import tsx bench/run.ts',
  'test': 'node --import tsx scripts/test.ts',
  'lint': 'node --import tsx scripts/lint.ts',
  'lint:language': 'tsx scripts/check-language.ts',
  'test:aws': 'node --import tsx test/aws/run.ts',
  'fuzz': 'node --import tsx scripts/fuzz.ts',
  'fuzz:coverage': 'node --import tsx scripts/fuzz-coverage.ts',
  'mutate': 'node --import tsx scripts/mutate.ts',
  'compat': 'tsx scripts/compat.ts',
  'release:baseline': 'tsx scripts/keep-baseline.ts',
};

/** Adds the npm scripts. Each first installs the dependencies, so that it also works on a fresh clone. */
export function addCommands(project: javascript.NodeProject): void {
  // The task of projen compares with the published release only, and passes as long as nothing is published.
  project.removeTask('compat');
  for (const [name, command] of Object.entries(COMMANDS)) {
    project.setScript(`pre${name}`, 'node scripts/ensure-dependencies.mjs');
    project.setScript(name, command);
  }
}
