/**
 * Runs the tests of the constructs as one file, with the configuration `test/jest.newest-cdk.config.json`. Jest loads all modules again for
 * each file, and loading the CDK takes seconds.
 */
import { readdirSync } from 'node:fs';
import * as path from 'node:path';

const FOLDER = path.join(__dirname, '..', 'constructs');

const LEFT_OUT = [
  // Templates differ between CDK versions. The snapshots are of the lowest supported version.
  'release.snapshot.test.ts',
  // This test uses no CDK.
  'private/access-rules/shortened-rules.test.ts',
];

const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.includes(file)).sort();

test('finds the files that it leaves out, and others', () => {
  expect(readdirSync(FOLDER, { recursive: true })).toEqual(expect.arrayContaining(LEFT_OUT));
  expect(FILES.length).toBeGreaterThan(30);
});

describe.each(FILES)('%s', (file) => {
  jest.requireActual(path.join(FOLDER, file));
});
