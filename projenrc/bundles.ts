import type { awscdk } from 'projen';

/** Each has a folder in `src/runtime/functions`, and is bundled to `assets/runtime/<name>/index.mjs`. */
const LAMBDA_FUNCTIONS = [
  'admin-api', 'authorizer', 'change-events', 'invitations', 'invited', 'member-profiles', 'pre-token', 'saga-repair', 'sign-up', 'tenant-administration',
  'tenant-api', 'additional-tenants',
];

const NODE_HTTP = './src/runtime/aws/node-http.cjs';

/** Bundles the code of the Lambda functions. jsii compiles the constructs only. */
export function bundleFunctions(project: awscdk.AwsCdkConstructLibrary): void {
  for (const name of LAMBDA_FUNCTIONS) {
    project.bundler.addBundle(`src/runtime/functions/${name}/index.ts`, {
      outfile: `../../../${name}/index.mjs`,
      format: 'esm',
      target: 'node24',
      platform: 'node',
      minify: true,
      sourcemap: false,
      watchTask: false,
      // esbuild can leave out unused code of ES modules: prefer them where a package has both formats.
      mainFields: ['module', 'main'],
      esbuildArgs: { '--alias:node:http': NODE_HTTP, '--alias:http': NODE_HTTP },
      tsconfigPath: 'src/runtime/tsconfig.json',
      // CommonJS dependencies call `require`, which an ES module does not have. No bundled code uses the name `__bundleRequire`.
      banner: "import{createRequire as __bundleRequire}from'node:module';const require=__bundleRequire(import.meta.url);",
    });
  }
}

/** Builds the other assets of the package: `cdk-tenancy/runtime`, the dashboard, and the documents. */
export function buildAssets(project: awscdk.AwsCdkConstructLibrary): void {
  const { bundleTask } = project.bundler;
  bundleTask.exec('tsx scripts/build-runtime-library.ts');
  bundleTask.exec('tsx scripts/build-event-schemas.ts');
  bundleTask.exec('tsx scripts/build-web-package.ts');
  // Vite reads NODE_ENV. With a fixed value, a build within a test run gives the same files as any other build.
  bundleTask.exec('vite build dashboard --config dashboard/vite.config.ts --logLevel warn', { env: { NODE_ENV: 'production' } });
  bundleTask.exec('tsx scripts/build-openapi.ts');
  bundleTask.exec('tsx scripts/build-notices.ts');
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
