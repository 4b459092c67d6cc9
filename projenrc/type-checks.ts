import { JsonFile, type Project } from 'projen';

/** Checks beyond `strict`. */
const CHECKS = {
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: true,
};

const BROWSER = {
  target: 'ES2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  noEmit: true,
  strict: true,
  isolatedModules: true,
  ...CHECKS,
};

/** The code of the Lambda functions has its own tsconfig.json: they are ES modules for a later target than jsii supports. */
export function typesOfRuntimeCode(project: Project): void {
  new JsonFile(project, 'src/runtime/tsconfig.json', {
    obj: {
      compilerOptions: { target: 'ES2023', lib: ['es2023'], module: 'esnext', moduleResolution: 'bundler', noEmit: true, strict: true, ...CHECKS, types: ['node'] },
      include: ['**/*.ts'],
    },
  });
  project.addTask('check:runtime', {
    description: 'Type-check the run-time code',
    exec: 'tsc --project src/runtime/tsconfig.json',
  });
}

export function typesOfBrowserCode(project: Project): void {
  new JsonFile(project, 'web/tsconfig.json', {
    obj: { compilerOptions: { ...BROWSER, types: [] }, include: ['src'] },
  });
  new JsonFile(project, 'test/web/tsconfig.json', {
    obj: {
      // These tests are CommonJS for Node.js and import ES modules for browsers.
      compilerOptions: { ...BROWSER, esModuleInterop: true, types: ['jest', 'node'] },
      include: ['.'],
    },
  });
  new JsonFile(project, 'dashboard/tsconfig.json', {
    obj: {
      compilerOptions: {
        ...BROWSER,
        types: ['vite/client'],
        allowImportingTsExtensions: true,
        // Types are checked before the package for front ends is built.
        paths: { 'cdk-tenancy-web': ['../web/src/index.ts'], 'cdk-tenancy-web/react': ['../web/src/react/index.ts'] },
      },
      include: ['src', 'build', 'vite.config.ts'],
    },
  });
  new JsonFile(project, 'test/browser/tsconfig.json', {
    obj: {
      extends: '../../tsconfig.dev.json',
      // Playwright runs the tests on Node.js, and some of their functions in the browser.
      compilerOptions: { rootDir: '../..', lib: ['es2022', 'dom', 'dom.iterable'], types: ['node'] },
      include: ['.'],
      exclude: [],
    },
  });
}
