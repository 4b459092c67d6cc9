import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

const PYTHON_SCOPE = 'examples/typescript/functions/read-device/tenant_scope.py';
const REPOSITORY_PAGE = /^https:\/\/(?:github\.com\/cdk-tenancy\/cdk-tenancy\/(?:blob|tree)|raw\.githubusercontent\.com\/cdk-tenancy\/cdk-tenancy)\/main\//;

/** The targets of the links and images of a page. */
function linksOf(page: string): string[] {
  const prose = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

/** The anchors of the headings of a page on GitHub. */
function anchorsOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replace(/ /g, '-'));
}

/** Links of a page to files, headings or images of this repository that do not exist. */
function deadLinksOf(page: string): string[] {
  return linksOf(page).filter((link) => {
    const isAbsolute = REPOSITORY_PAGE.test(link);
    if (!isAbsolute && /^(https?|mailto):/.test(link)) return false;
    const [target, anchor] = link.replace(REPOSITORY_PAGE, '').split('#');
    const file = target === '' ? page : path.join(isAbsolute ? '.' : path.dirname(page), target);
    return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
  });
}

// npm and PyPI show these pages, and cannot resolve paths of the repository.
test.each([['README.md'], ['web/README.md']])('%s is published with a package, and only has absolute links', (page) => {
  expect(linksOf(page).filter((link) => !/^(https:|#)/.test(link))).toEqual([]);
});

test.each([
  ['README.md'], ['SECURITY.md'], ['CONTRIBUTING.md'], ['local/README.md'], ['prove/README.md'], ['bench/README.md'], ['dashboard/README.md'],
  ['web/README.md'], ['examples/typescript/README.md'], ['examples/python/README.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => [path.join('docs', name)]),
])('the links of %s lead to files and headings that exist', (page) => {
  expect(deadLinksOf(page)).toEqual([]);
});

test('the page about isolation has the Python code that is tested end to end', () => {
  const shown = /```python\n(@lru_cache[\s\S]*?)```/.exec(readFileSync('docs/isolation.md', 'utf8'))?.[1];

  expect(shown).toBeDefined();
  expect(readFileSync(PYTHON_SCOPE, 'utf8')).toContain(shown);
});

test('both examples have the same Python code', () => {
  expect(readFileSync('examples/python/functions/tenant_scope.py', 'utf8')).toBe(readFileSync(PYTHON_SCOPE, 'utf8'));
});
