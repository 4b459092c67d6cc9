import * as path from 'node:path';
import { scripts } from '../../../package.json';
import { Program } from '../fixtures/program';

/** Commands of ours that people start; those of other programs have a help of their own. */
const OURS = Object.entries(scripts as Record<string, string>)
  .map(([name, command]) => ({ name, file: /^(?:tsx|node --import tsx) (\S+\.ts)$/.exec(command)?.[1] }))
  .filter((script): script is { name: string; file: string } => script.file !== undefined);

test('every command of this repository is known here', () => {
  expect(OURS.map(({ name }) => name)).toEqual(expect.arrayContaining(['demo', 'local:up', 'local:down', 'test', 'lint', 'bench', 'prove', 'test:aws']));
});

describe.each(OURS)('npm run $name', ({ name, file }) => {
  test('-- --help says how to use it, and does nothing', async () => {
    const { exitCode, message } = await new Program(path.normalize(file), ['--help']).end();
    expect(message).toContain(`npm run ${name}`);
    expect(message).toContain('--help');
    expect(exitCode).toBe(0);
  });

  test('refuses an option that it does not have, in a few lines', async () => {
    const { exitCode, message } = await new Program(path.normalize(file), ['--no-such-option']).end();
    expect(message).toMatch(/unknown option '--no-such-option'/i);
    expect(message).not.toMatch(/^ {4}at /m);
    expect(exitCode).toBe(1);
  });
});
