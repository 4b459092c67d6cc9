import { readFileSync } from 'node:fs';
import { awscdk, javascript, TextFile } from 'projen';
import { ReleaseTrigger } from 'projen/lib/release';
import { bundleAssets, exportAssets } from './projenrc/bundles';
import { addCommands } from './projenrc/commands';
import { DEV_DEPENDENCIES } from './projenrc/dependencies';
import { addJestProjects, addMutationTests, QUICK_CDK, REMEMBERED_EXPORTS, TEMPORARY_DIRECTORY } from './projenrc/jest-projects';
import { addReleaseSteps } from './projenrc/releases';
import { typesOfBrowserCode, typesOfRuntimeCode } from './projenrc/type-checks';
import { buildWalls, typeInformation } from './projenrc/walls';

/** The lowest aws-cdk-lib version that the constructs work with: up to 2.179, it loses the `outputs` of a JSONata `Catch`. */
const LOWEST_CDK_VERSION = '2.180.0';

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
  // The commits determine the version. A push does not publish: the checklist in CONTRIBUTING.md comes first.
  release: true,
  // Later versions need Node.js 22.
  bumpPackage: 'commit-and-tag-version@^12',
  releaseTrigger: ReleaseTrigger.workflowDispatch(),
  minMajorVersion: 1,
  releaseToNpm: true,
  npmTrustedPublishing: true,
  // Trusted publishing needs npm 11.5 or later.
  workflowNodeVersion: '24',
  depsUpgrade: false,

  cdkVersion: LOWEST_CDK_VERSION,
  constructsVersion: '10.0.5',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '^6',
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    // The entry points of the functions use top-level await: src/runtime/tsconfig.json checks them.
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

  devDeps: DEV_DEPENDENCIES,

  tsJestOptions: { transformPattern: '^(?!.*/web/src/).+\\.tsx?$' },
  jestOptions: {
    // A test run never updates snapshots: `npx projen test:update` does.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    jestConfig: {
      collectCoverage: false,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/', '<rootDir>/test/browser/', '<rootDir>/test/e2e/', '<rootDir>/test/local/', '<rootDir>/test/scanners/', '<rootDir>/test/examples/',
        '<rootDir>/test/package/', '<rootDir>/test/aws/engine/', '<rootDir>/test/newest-cdk/',
      ],
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/examples/', '<rootDir>/.local/'],
      snapshotSerializers: ['<rootDir>/test/asset-hash-serializer.ts'],
      ...TEMPORARY_DIRECTORY,
      ...QUICK_CDK,
      transform: {
        '/(web/src|node_modules/ky)/.+\\.[jt]sx?$': new javascript.Transform('<rootDir>/test/web/transform.cjs'),
        ...Object.fromEntries(Object.entries(REMEMBERED_EXPORTS).map(([files, transform]) => [files, new javascript.Transform(transform)])),
      },
      // Otherwise Jest destroys the document of the tests of hooks while React still uses it, and prints warnings.
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

// The code for browsers has its own dependencies. `web` is a package for front ends; `dashboard` is an app that uses it.
project.package.addField('workspaces', ['web', 'dashboard']);

// npm publishes the license with the package.
new TextFile(project, 'web/LICENSE', { lines: readFileSync('LICENSE', 'utf8').trimEnd().split('\n'), marker: false });

project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

typeInformation(project);
buildWalls(project);
typesOfRuntimeCode(project);
typesOfBrowserCode(project);

bundleAssets(project);
exportAssets(project);
project.compileTask.exec('tsx scripts/bundle-constructs.ts');
// Examples in docstrings are part of the package in all its languages. This step fails if one does not compile or cannot be translated.
project.postCompileTask.exec('jsii-rosetta extract --strict --infuse --directory . .jsii');
// jsii-docgen reads any assembly with the package's name that it finds, also an old one that is installed in the example.
const EXAMPLE_MODULES = 'examples/typescript/node_modules';
project.tasks.tryFind('docgen')?.prependExec(`rm -rf ${EXAMPLE_MODULES}/cdk-tenancy ${EXAMPLE_MODULES}/.installed-package`);

addJestProjects(project);
addMutationTests(project);
addCommands(project);
addReleaseSteps(project);

project.synth();
