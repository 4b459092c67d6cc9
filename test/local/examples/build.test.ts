import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { type Build, isUpToDate, recordBuild } from '../../../local/examples/build';
import { DEFAULT_STATE_DIRECTORY, REPOSITORY } from '../../../local/process/state-directory';

let directory: string;
let build: Build;

beforeEach(() => {
  mkdirSync(DEFAULT_STATE_DIRECTORY, { recursive: true });
  directory = mkdtempSync(path.join(DEFAULT_STATE_DIRECTORY, 'build-'));
  const name = path.relative(REPOSITORY, directory);
  build = { task: path.basename(directory), purpose: 'Building', sources: [`${name}/source.ts`], outputs: [`${name}/output.js`] };
  write('source.ts', 'one');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  rmSync(path.join(DEFAULT_STATE_DIRECTORY, 'builds', `${build.task}.sha256`), { force: true });
});

function write(file: string, content: string) {
  writeFileSync(path.join(directory, file), content);
}

test('is not up to date before the first build', () => {
  expect(isUpToDate(build)).toBe(false);
});

test('is up to date after a build', async () => {
  await recordBuild(build, async () => write('output.js', 'one'));
  expect(isUpToDate(build)).toBe(true);
});

test.each(['source.ts', 'output.js'])('is not up to date after a change of %s', async (file) => {
  await recordBuild(build, async () => write('output.js', 'one'));
  write(file, 'two');
  expect(isUpToDate(build)).toBe(false);
});

test('is not up to date if a source changes during the build', async () => {
  await recordBuild(build, async () => {
    write('output.js', 'one');
    write('source.ts', 'two');
  });
  expect(isUpToDate(build)).toBe(false);
});

test('is not up to date after a build that fails', async () => {
  await expect(recordBuild(build, async () => {
    write('output.js', 'one');
    throw new Error('The build failed.');
  })).rejects.toThrow('The build failed.');
  expect(isUpToDate(build)).toBe(false);
});
