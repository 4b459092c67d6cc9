import * as path from 'node:path';
import { scripts } from '../../../package.json';
import { Program } from '../fixtures/program';

/** The npm scripts that run our own programs. Other programs have their own help. */
const OURS = Object.entries(scripts as Record<string, string>)
  .map(([name, command]) => ({ name, file: /^(?:tsx|node --import tsx) (\S+\.ts)$/.exec(command)?.[1] }))
  .filter((script): script is { name: string; file: string } => script.file !== undefined);

test('finds the commands of this repository', () => {
  expect(OURS.map(({ name }) => name)).toEqual(expect.arrayContaining(['demo', 'local:up', 'local:down', 'test', 'lint', 'bench', 'prove', 'test:aws']));
});

describe.each(OURS)('npm run $name', ({ name, file }) => {
  test('-- --help prints the usage, and does nothing', async () => {
    const { exitCode, message } = await new Program(path.normalize(file), ['--help']).end();
    expect(message).toContain(`npm run ${name}`);
    expect(message).toContain('--help');
    expect(exitCode).toBe(0);
  });

  test('refuses an unknown option with a short message', async () => {
    const { exitCode, message } = await new Program(path.normalize(file), ['--no-such-option']).end();
    expect(message).toMatch(/unknown option '--no-such-option'/i);
    expect(message).not.toMatch(/^ {4}at /m);
    expect(exitCode).toBe(1);
  });
});
