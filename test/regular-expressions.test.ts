/** A regular expression that backtracks can take quadratic or exponential time. So each expression of the product is analyzed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import * as api from '../src/contract/api';
import { INVITATION_ID, identifierPattern, TENANT_ID, USER_ID } from '../src/contract/identifiers';
import * as repair from '../src/contract/repair';
import { ROLE_NAME } from '../src/contract/roles';

// Otherwise recheck starts a native process, if it exists for the platform.
process.env.RECHECK_BACKEND = 'pure';
// eslint-disable-next-line import/order -- it reads the variable when it is loaded
import { checkSync } from 'recheck';

const DIRECTORIES = ['src', 'web/src', 'dashboard/src', 'dashboard/build', 'local'];

/** Files that compose expressions from texts, with those expressions. */
const COMPOSED: Readonly<Record<string, readonly RegExp[]>> = {
  // From a schema. The patterns of schemas are below.
  'src/contract/api.ts': [],
  'web/src/invitation-code.ts': [],
  'src/contract/identifiers.ts': [TENANT_ID, USER_ID, INVITATION_ID, ROLE_NAME].map((format) => identifierPattern(format)),
  'src/constructs/private/dashboard/edge-domain.ts': [/^arn:[a-z-]+:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[^/]+$/],
  'src/constructs/private/validation/one-cdk.ts': [/^(.*[\\/]node_modules[\\/]aws-cdk-lib)[\\/]/],
  'local/dashboard/page-path.ts': [/^\/assets\/[^/\\%]+$/],
};

interface Found {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'));
}

/** The literals of a file, and whether it calls `RegExp`. */
function readFile(path: string): { readonly literals: Found[]; readonly composes: boolean } {
  const literals: Found[] = [];
  let composes = false;
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      literals.push({ where: path, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') composes = true;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { literals, composes };
}

const FILES = DIRECTORIES.flatMap(sourceFiles).map((path) => ({ path, ...readFile(path) }));

/** The patterns in JSON Schemas, which Ajv compiles. */
function patternsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => (key === 'pattern' && typeof value === 'string' ? [value] : patternsIn(value)));
}

const SCHEMAS = [...Object.values({ ...api, ...repair }), api.addMemberSchema([]), api.createInvitationSchema([]), api.changeRoleSchema([])];

const EXPRESSIONS: readonly Found[] = [
  ...FILES.flatMap(({ literals }) => literals),
  ...Object.entries(COMPOSED).flatMap(([where, expressions]) => expressions.map(({ source, flags }) => ({ where, source, flags }))),
  ...[...new Set(SCHEMAS.flatMap(patternsIn))].map((source) => ({ where: 'a JSON Schema', source, flags: 'u' })),
];

test('finds the expressions', () => {
  expect(EXPRESSIONS.length).toBeGreaterThan(50);
  expect(EXPRESSIONS.map(({ where }) => where)).toEqual(expect.arrayContaining(['src/runtime/http/if-match.ts', 'src/runtime/functions/authorizer/bearer-token.ts']));
});

test('only the known files compose expressions', () => {
  expect(FILES.filter(({ composes }) => composes).map(({ path }) => path).sort()).toEqual(Object.keys(COMPOSED).sort());
});

test.each(EXPRESSIONS.map(({ where, source, flags }) => [where, `/${source}/${flags}`, source, flags]))('%s: %s takes linear time', (_, __, source, flags) => {
  expect(checkSync(source, flags.replace('v', 'u'), { timeout: 10_000 })).toMatchObject({ status: 'safe' });
});

test('the analysis finds a former expression for If-Match that took quadratic time', () => {
  expect(checkSync('^[ \\t]*(?:(W\\/)?"([\\x21\\x23-\\x7e]*)")?[ \\t]*(?:,|$)', '', { timeout: 10_000 })).toMatchObject({ status: 'vulnerable' });
});
