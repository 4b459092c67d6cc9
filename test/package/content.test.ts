import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { builtPackage, type BuiltPackage, builtWebPackage } from './built-package';
import { faultsOfContent, filesBelow, mappedSources } from './content';
import { REPOSITORY } from '../../local/process/state-directory';
import { TENANT_EVENT_SCHEMAS, USER_EVENT_SCHEMAS } from '../../src/contract/event-schemas';

const RUNTIME = path.join(REPOSITORY, 'src', 'runtime', 'functions');
const FUNCTIONS = readdirSync(RUNTIME).filter((name) => filesBelow(RUNTIME).includes(`${name}/index.ts`));

/** Patterns of the schema files, one for each event. */
const SCHEMAS = Object.entries({ user: USER_EVENT_SCHEMAS, tenant: TENANT_EVENT_SCHEMAS })
  .flatMap(([subject, schemas]) => Object.keys(schemas).map((detailType) => `${subject}\\.${detailType}\\.v1\\.json`));

const CONTENT = [
  /^package\.json$/, /^README\.md$/, /^API\.md$/, /^LICENSE$/, /^\.jsii(\.tabl\.json)?$/,
  /^lib\/index\.js(\.map)?$/, /^lib\/(index|assets)\.d\.ts$/, /^lib\/constructs\/(private\/([a-z-]+\/)?)?[a-z0-9-]+\.d\.ts$/, /^lib\/contract\/[a-z0-9-]+\.d\.ts$/,
  ...FUNCTIONS.map((name) => new RegExp(`^assets/runtime/${name}/index\\.mjs$`)),
  /^assets\/runtime-library\/index\.mjs$/, /^assets\/runtime-library\/index\.cjs$/, /^assets\/runtime-library\/index\.d\.mts$/,
  /^assets\/runtime-library\/types\/(contract|runtime\/[a-z-]+)\/[a-z-]+\.d\.ts$/,
  /^assets\/openapi\/(tenant|admin)-api\.json$/,
  ...SCHEMAS.map((name) => new RegExp(`^assets/schemas/events/${name}$`)),
  /^assets\/tools\/verify-audit-archive\.mjs$/,
  /^assets\/NOTICES\.md$/, /^assets\/bundled\.cdx\.json$/,
  /^assets\/dashboard\/index\.html$/, /^assets\/dashboard\/favicon\.svg$/, /^assets\/dashboard\/licenses\.md$/,
  /^assets\/dashboard\/assets\/[A-Za-z-]+-[\w-]{8}\.js$/, /^assets\/dashboard\/assets\/[a-z-]+-[\w-]{8}\.css$/,
];
const WEB_CONTENT = [
  /^package\.json$/, /^README\.md$/, /^LICENSE$/,
  /^dist\/index\.js$/, /^dist\/react\.js$/, /^dist\/chunk-[A-Z0-9]{8}\.js$/,
  /^dist\/types\/web\/src\/(react\/)?[a-z-]+\.d\.ts$/, /^dist\/types\/src\/contract\/[a-z-]+\.d\.ts$/,
  /^dist\/cjs\/package\.json$/, /^dist\/cjs\/(index|react|chunk-[A-Z0-9]{8})\.js$/, /^dist\/cjs\/ky\.license\.txt$/,
  /^dist\/cjs\/types\/web\/src\/(react\/)?[a-z-]+\.d\.ts$/, /^dist\/cjs\/types\/src\/contract\/[a-z-]+\.d\.ts$/,
];

/** Maximum size of the packed packages in bytes. */
const LIMIT = 4_100_000;
const WEB_LIMIT = 68_000;

let released: BuiltPackage;
let web: BuiltPackage;

beforeAll(async () => {
  released = await builtPackage();
  web = await builtWebPackage();
});

describe.each<[string, () => BuiltPackage, RegExp[], number]>([
  ['cdk-tenancy', () => released, CONTENT, LIMIT],
  ['cdk-tenancy-web', () => web, WEB_CONTENT, WEB_LIMIT],
])('%s', (name, built, content, limit) => {
  test('has exactly the files that its users need', () => {
    expect(faultsOfContent(built().directory, content)).toEqual([]);
  });

  test('is small', () => {
    const files = filesBelow(built().directory);
    const packed = statSync(built().tarball).size;
    const unpacked = files.reduce((sum, file) => sum + statSync(path.join(built().directory, file)).size, 0);
    process.stdout.write(`${name}: ${files.length} files, ${kilobytes(packed)} packed, ${kilobytes(unpacked)} unpacked\n`);

    expect(packed).toBeLessThan(limit);
  });
});

/** Licenses that only demand attribution. */
const LICENSES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'];

test('the bill of materials and the notices list each bundled package, whose license allows bundling', () => {
  const read = (file: string) => readFileSync(path.join(released.directory, 'assets', file), 'utf8');
  const { components } = JSON.parse(read('bundled.cdx.json'));
  const packages: string[] = components.map(({ group, name }: Record<string, string>) => (group ? `${group}/${name}` : name));
  const licenses: string[] = components.flatMap(({ licenses: [{ license, expression }] }: any) => [expression ?? license.id ?? license.name]);

  // A package of the functions, one of the runtime library, and one of the dashboard.
  expect(packages).toEqual(expect.arrayContaining(['aws-jwt-verify', 'lru-cache', 'react-dom']));
  expect(licenses.filter((license) => !LICENSES.includes(license))).toEqual([]);
  expect(packages.filter((name) => !read('NOTICES.md').includes(`- ${name} `))).toEqual([]);
});

test('the constructs look for each package once, so that they load in half of the time', () => {
  const code = readFileSync(path.join(released.directory, 'lib', 'index.js'), 'utf8');
  const names = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
  expect(names.filter((name) => !name.startsWith('node:')).sort()).toEqual(['aws-cdk-lib', 'constructs']);
  expect(new Set(names).size).toBe(names.length);
});

test('the source map only names public sources: those of the constructs and the contract', () => {
  const mapped = filesBelow(released.directory).flatMap((file) => {
    const sources = mappedSources(file, readFileSync(path.join(released.directory, file), 'utf8'));
    return sources.map((source) => path.relative(released.directory, path.resolve(path.dirname(path.join(released.directory, file)), source)));
  });

  // The sources of the files in `lib/constructs` only have types, so the map of jsii does not lead to them. The other names stand for imported packages.
  const allowed = new RegExp(`^(${[
    'src/(index|assets|(constructs|contract)/.+)\\.ts', 'lib/constructs/(access-rule|function-options|invitation-email|lifecycle-options|tenancy-limits)\\.js',
    'lib/package:(aws-cdk-lib|constructs|node:[a-z]+)',
  ].join('|')})$`);
  expect(mapped).not.toHaveLength(0);
  expect(mapped.filter((source) => !allowed.test(source))).toEqual([]);
});

test('reports files that do not belong in a package, and missing files', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'package-'));
  mkdirSync(path.join(directory, 'test'));
  const map = Buffer.from(JSON.stringify({ sources: [`${REPOSITORY}/src/index.ts`] })).toString('base64');
  writeFileSync(path.join(directory, 'test', 'secret.test.ts'), '-----BEGIN RSA PRIVATE KEY-----');
  writeFileSync(path.join(directory, 'index.js'), `//# sourceMappingURL=data:application/json;base64,${map}`);
  const faults = faultsOfContent(directory, [/^index\.js$/, /^README\.md$/]);
  rmSync(directory, { recursive: true });

  expect(faults).toEqual([
    'test/secret.test.ts does not belong in the package.',
    'The package must have a file ^README\\.md$, but has none.',
    'index.js contains a path of the machine that built it.',
    'test/secret.test.ts contains a private key.',
  ]);
});

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}
