import { prepareExample } from './example';
import { preparePythonExample } from './python-example';
import type { PrepareApp } from './up';

export const EXAMPLES = { typescript: prepareExample, python: preparePythonExample } satisfies Record<string, PrepareApp>;

export type ExampleName = keyof typeof EXAMPLES;
