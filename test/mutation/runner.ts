/**
 * Runs the tests of one mutation fast: only files with a test that executes it, the fast files first, and none after a failure.
 * Stryker's own runner loads every test file for every mutation, and continues after a failure.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import JestTestRunner, { type Test, type TestRunnerOptions } from 'jest-runner';

type TestWatcher = Parameters<JestTestRunner['runTests']>[1];

/** Facts about a test file from the run without a mutation. */
interface KnownFile {
  readonly titles: readonly string[];
  readonly milliseconds: number;
}

export default class MutationTestRunner extends JestTestRunner {
  async runTests(tests: Array<Test>, watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    return process.env.__STRYKER_ACTIVE_MUTANT__ === undefined
      ? this.runAll(tests, watcher, options)
      : this.runConcerned(tests, watcher, options);
  }

  /** Runs all tests without a mutation. */
  private async runAll(tests: Array<Test>, watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    const known: Record<string, KnownFile> = {};
    this.on('test-file-success', ([test, { testResults, perfStats }]) => {
      known[test.path] = { titles: testResults.map(({ fullName }) => fullName), milliseconds: perfStats.runtime };
    });
    await super.runTests(tests, watcher, options);
    mkdirSync(path.dirname(this.knownFiles), { recursive: true });
    writeFileSync(this.knownFiles, JSON.stringify(known));
  }

  private async runConcerned(tests: Array<Test>, watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    const known: Record<string, KnownFile> = existsSync(this.knownFiles) ? JSON.parse(readFileSync(this.knownFiles, 'utf8')) : {};
    // Stryker passes the names of the tests that execute the mutation.
    const titles = new RegExp(this._globalConfig.testNamePattern ?? '', 'i');
    const concerned = tests
      .filter((test) => known[test.path]?.titles.some((title) => titles.test(title)) ?? true)
      .sort((one, other) => (known[one.path]?.milliseconds ?? 0) - (known[other.path]?.milliseconds ?? 0));
    this.on('test-file-success', async ([, { numFailingTests }]) => {
      if (numFailingTests > 0) await watcher.setState({ interrupted: true });
    });
    await super.runTests(concerned, watcher, options);
  }

  /** The file is removed together with the sandbox. */
  private get knownFiles(): string {
    return path.join(this._globalConfig.rootDir, '.local', 'mutation', 'known-test-files.json');
  }
}
