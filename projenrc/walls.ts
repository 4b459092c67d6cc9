import type { awscdk } from 'projen';

/** Packages with their own dependencies that run in browsers, and the paths that each can import from. */
const BROWSER_PACKAGES = {
  web: ['./web', './src/contract', './node_modules'],
  dashboard: ['./dashboard', './src/contract', './node_modules', './web/src/index.ts', './web/src/react/index.ts'],
};

/** ESLint rules about who can import what: constructs -> contract <- runtime. `.dependency-cruiser.cjs` has the rules between smaller folders. */
export function buildWalls(project: awscdk.AwsCdkConstructLibrary): void {
  const eslint = project.eslint!;
  eslint.addRules({
    'import/no-restricted-paths': ['error', {
      zones: [
        { target: './src/contract', from: './src', except: ['./contract'], message: 'The contract stands alone.' },
        { target: './src/constructs', from: './src', except: ['./constructs', './contract', './assets.ts'], message: 'Constructs may import the contract, and where their assets are.' },
        { target: './src/runtime', from: './src', except: ['./runtime', './contract'], message: 'Run-time code may import the contract only.' },
      ],
    }],
  });
  // Users of the package do not need the dependencies of the local engine.
  eslint.addOverride({
    files: ['local/**/*.ts'],
    rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', './local'] }] },
  });
  for (const [name, may] of Object.entries(BROWSER_PACKAGES)) {
    eslint.addOverride({
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
  eslint.addOverride({
    files: ['test/web/**/*.ts'],
    rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', './web'] }] },
  });
  // The example is installed with a package of this checkout, which its package.json cannot name.
  eslint.addOverride({
    files: ['examples/**/*.ts'],
    rules: {
      'import/no-extraneous-dependencies': 'off',
      'import/no-unresolved': ['error', { ignore: ['^cdk-tenancy(/runtime)?$'] }],
    },
  });
  eslint.addOverride({
    files: ['src/constructs/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [{ regex: '^aws-cdk-lib/', message: "Take the namespace from 'aws-cdk-lib', which loads a module when it is first used." }],
      }],
    },
  });
  eslint.addOverride({
    files: ['src/contract/**/*.ts', 'src/runtime/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [{ regex: '^(aws-cdk-lib|constructs)(/|$)', message: 'The CDK is not there at run time.' }],
      }],
    },
  });
}

/** Tells ESLint which tsconfig.json includes a file: it is not always the nearest. */
export function typeInformation(project: awscdk.AwsCdkConstructLibrary): void {
  const configuration = project.tryFindObjectFile('.eslintrc.json')!;
  configuration.addOverride('parserOptions.projectService', false);
  configuration.addOverride('parserOptions.project', [
    './tsconfig.dev.json', './src/runtime/tsconfig.json', './examples/typescript/tsconfig.json', './test/browser/tsconfig.json',
    './web/tsconfig.json', './test/web/tsconfig.json', './dashboard/tsconfig.json',
  ]);
  project.eslint!.addPlugins('jsx-a11y', 'react-hooks');
  // The tsconfig.json of the dashboard leads to the sources of the package for front ends, so that it need not be built for a check.
  configuration.addOverride('settings.import/resolver.typescript', {
    project: ['./tsconfig.dev.json', './dashboard/tsconfig.json'],
    noWarnOnMultipleProjects: true,
  });
}
