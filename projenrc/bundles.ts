import type { awscdk } from 'projen';

/** Builds what the package contains beside the constructs, which jsii compiles: functions, dashboard, libraries and documents. */
export function bundleAssets(project: awscdk.AwsCdkConstructLibrary): void {
  project.bundler.bundleTask.exec('tsx scripts/bundle/run.ts');
}

/** The paths that users of the package can import or read. */
export function exportAssets(project: awscdk.AwsCdkConstructLibrary): void {
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
  // TypeScript does not read `exports` with `moduleResolution: node10`, which older CDK apps have.
  project.package.addField('typesVersions', { '*': { runtime: ['./assets/runtime-library/types/runtime/library/index.d.ts'] } });
  project.package.addField('sideEffects', false);
}
