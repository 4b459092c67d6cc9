import { JsonFile, type Project } from 'projen';

/** Tests of constructs create many apps. The CDK creates a temporary folder for each, and does not delete it. */
export const TEMPORARY_DIRECTORY = {
  globalSetup: '<rootDir>/test/make-temporary-directory.ts',
  globalTeardown: '<rootDir>/test/remove-temporary-directory.ts',
};

/** Tests read these globals millions of times in a synth. A global of the context in which Jest runs tests is slow to read, a parameter is not. */
const QUICK_GLOBALS = { sandboxInjectedGlobals: ['Array', 'JSON', 'Map', 'Math', 'Number', 'Object', 'RegExp', 'Set', 'String', 'Symbol', 'WeakMap'] };

/** The files of the CDK that `test/constructs/remembered-exports.cjs` changes. */
const INDEX_OF_CDK = 'aws-cdk-lib/(?:.*/)?index\\.js$';

/** Settings that make the CDK faster in Jest, beside the transform of `REMEMBERED_EXPORTS`. */
export const QUICK_CDK = {
  ...QUICK_GLOBALS,
  // `ky` has ES modules only.
  transformIgnorePatterns: [`/node_modules/(?!ky/|${INDEX_OF_CDK})`],
};

export const REMEMBERED_EXPORTS = { [`/node_modules/${INDEX_OF_CDK}`]: '<rootDir>/test/constructs/remembered-exports.cjs' };

const IGNORED_MODULES = ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/'];

interface JestProjectOptions {
  /** In milliseconds. */
  readonly testTimeout: number;
  readonly maxWorkers?: number;
  /** Paths whose packages have the names of packages of this checkout, beside `IGNORED_MODULES`. */
  readonly ignoredModules?: readonly string[];
}

/** Tests that the default Jest configuration leaves out. `npm test` runs them all. */
export function addJestProjects(project: Project): void {
  // These tests start and stop engines.
  addJestProject(project, 'test/local', { testTimeout: 120_000, maxWorkers: 1 });
  // The tests of `npm run test:aws` itself deploy an app to the local engine. The first run on a machine builds the package and installs the engine.
  addJestProject(project, 'test/aws/engine', { testTimeout: 600_000, maxWorkers: 1 });
  // The first run on a machine builds the package, and installs the example and cfn-lint.
  addJestProject(project, 'test/scanners', { testTimeout: 300_000 });
  // The first run on a machine builds the package and the wheel, and reads the types of the CDK.
  addJestProject(project, 'test/examples', { testTimeout: 600_000 });
  // The first run on a machine builds the packages, and installs them with two versions of the CDK.
  addJestProject(project, 'test/package', { testTimeout: 600_000, maxWorkers: 2, ignoredModules: ['<rootDir>/.local/'] });
  // Sign-ups, sagas and cold starts take long on a busy machine. All tests use one engine: more workers would only wait for it.
  addJestProject(project, 'test/e2e', { testTimeout: 60_000, maxWorkers: 2 });
  addNewestCdkProject(project);
}

function addJestProject(project: Project, folder: string, { testTimeout, maxWorkers, ignoredModules = [] }: JestProjectOptions): void {
  new JsonFile(project, `${folder}/jest.config.json`, {
    obj: {
      rootDir: folder.replace(/[^/]+/g, '..'),
      testMatch: [`<rootDir>/${folder}/**/*.test.ts`],
      modulePathIgnorePatterns: [...IGNORED_MODULES, ...ignoredModules],
      transform: tsJest(),
      testTimeout,
      maxWorkers,
    },
  });
}

/** The tests of the constructs, with the newest CDK version instead of the lowest supported one. */
function addNewestCdkProject(project: Project): void {
  new JsonFile(project, 'test/jest.newest-cdk.config.json', {
    obj: {
      rootDir: '..',
      ...TEMPORARY_DIRECTORY,
      testMatch: ['<rootDir>/test/newest-cdk/**/*.test.ts'],
      ...QUICK_GLOBALS,
      setupFiles: ['<rootDir>/test/constructs/without-template-validation.ts'],
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/'],
      moduleNameMapper: {
        '^(aws-cdk-lib|constructs)$': '<rootDir>/examples/typescript/node_modules/$1',
        '^(aws-cdk-lib|constructs)/(.*)$': '<rootDir>/examples/typescript/node_modules/$1/$2',
      },
      // ts-jest would mix the types of the two CDK versions. The default configuration checks types.
      transform: tsJest({ diagnostics: false }),
    },
  });
}

/** The tests that `npm run mutate` runs in a copy of the checkout below `.local`, and the settings of Stryker. */
export function addMutationTests(project: Project): void {
  new JsonFile(project, 'test/jest.mutation.config.json', {
    obj: {
      rootDir: '..',
      ...TEMPORARY_DIRECTORY,
      // `scripts/mutate.ts` replaces this with the part that is mutated.
      testMatch: ['runtime', 'contract', 'constructs'].map((part) => `<rootDir>/test/${part}/**/*.test.ts`),
      runner: '<rootDir>/test/mutation/runner.ts',
      // Jest would otherwise search the whole checkout for each mutant.
      roots: ['<rootDir>/src', '<rootDir>/test'],
      testPathIgnorePatterns: [
        '/node_modules/',
        // These tests bundle the sources, or run bundles that exist already.
        '<rootDir>/test/runtime/(bundles|library|logs)\\.test\\.ts$',
        // This test waits in real time until clients give up.
        '<rootDir>/test/runtime/aws/request-limits\\.test\\.ts$',
        // This test simulates IAM for a minute, on policies whose statements other tests check.
        '<rootDir>/test/runtime/functions/authorizer/policy-replay\\.test\\.ts$',
        // A snapshot would differ for every mutant of a text, and would hide which behavior is untested.
        '\\.snapshot\\.test\\.ts$',
      ],
      modulePathIgnorePatterns: [...IGNORED_MODULES, '<rootDir>/.local/'],
      // Mutants need not compile: a type error says nothing about the tests.
      transform: tsJest({ diagnostics: false }),
      testEnvironmentOptions: { globalsCleanup: 'off' },
      clearMocks: true,
    },
  });
  new JsonFile(project, 'test/stryker.config.json', {
    obj: {
      testRunner: 'jest',
      // The first run, without a mutant, shows which tests execute which code: Jest need not follow imports for each mutant.
      jest: { projectType: 'custom', configFile: 'test/jest.mutation.config.json', enableFindRelatedTests: false },
      coverageAnalysis: 'perTest',
      plugins: ['@stryker-mutator/jest-runner', './test/mutation/texts-for-people.mjs'],
      // Leaves out details of problem documents and words of log lines, and nothing else. The file of the plugin says why.
      ignorers: ['texts-for-people'],
      // No single test executes code that runs when its file is loaded, such as a table of routes or the schema of a body.
      ignoreStatic: true,
      ignorePatterns: [
        '.git', '.local', '/lib', '/dist', '/coverage', '/test-reports', '/local/engine', '/examples', 'cdk.out', '.venv', '.jsii*', '/dashboard/dist',
      ],
      tempDirName: '.local/mutation/sandboxes',
      cleanTempDir: 'always',
      incremental: true,
      // Progress that stays readable in the file of a background job.
      reporters: ['clear-text', 'progress-append-only', 'html'],
      // A busy machine must not make a slow test look like an endless loop.
      timeoutMS: 20_000,
      timeoutFactor: 3,
      dryRunTimeoutMinutes: 60,
      thresholds: { high: 90, low: 80 },
      clearTextReporter: { reportTests: false, reportMutants: true },
      warnings: { slow: false },
    },
  });
}

function tsJest(options: { readonly diagnostics?: boolean } = {}) {
  return { '^.+\\.tsx?$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.dev.json', ...options }] };
}
