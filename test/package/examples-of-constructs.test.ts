/** Compiles the examples of constructs in the README and in docs, and translates them to Python. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { faultsOfExamples } from './translation';
import { EXAMPLE_DIRECTORY, REPOSITORY } from '../../local/process/state-directory';

const DOCS = path.join(REPOSITORY, 'docs');
const PAGES = [
  path.join(REPOSITORY, 'README.md'),
  ...readdirSync(DOCS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => path.join(DOCS, name)),
];
const BROKEN_PAGE = `
\`\`\`ts
import { Tenancy } from 'cdk-tenancy';
new Tenancy(this, 'Tenancy', { applicationName: 'devices', healSignups: false });
\`\`\`
\`\`\`ts
const { node } = this;
\`\`\`
`;

test('the examples of the README and of docs compile, and translate to Python', async () => {
  expect(await faultsOfExamples(PAGES.map((page) => readFileSync(page, 'utf8')), EXAMPLE_DIRECTORY)).toBe('');
});

test('an example that does not compile, or does not translate, is an error', async () => {
  const faults = await faultsOfExamples([BROKEN_PAGE], EXAMPLE_DIRECTORY);

  expect(faults).toContain("'healSignups' does not exist in type 'TenancyProps'");
  expect(faults).toContain('This TypeScript feature (ObjectBindingPattern) is not supported in examples');
});
