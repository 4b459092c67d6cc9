import { prepareExample } from './example';
import { prepareLowestCdkExample } from './lowest-cdk-example';
import { preparePythonExample } from './python-example';
import type { PrepareApp } from '../app/cdk-app';

export const EXAMPLES = {
  'typescript': prepareExample,
  'python': preparePythonExample,
  'lowest-cdk': prepareLowestCdkExample,
} satisfies Record<string, PrepareApp>;

export type ExampleName = keyof typeof EXAMPLES;
