import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { build } from 'esbuild';
import { compiledValidators } from '../../../scripts/bundle/compiled-validators';
import * as validators from '../../../src/runtime/http/body-validators';

const BODIES: readonly unknown[] = [
  {}, null, [], 'x', 1,
  ...['Acme', '', '\u200b', 'A\u202eB', 'x'.repeat(129), '\u{1f600}'.repeat(128), 1, null].map((name) => ({ name, extra: true })),
  ...['member', '', null, Number.MIN_VALUE].map((role) => ({ userId: 'u1', name: 'Ada', email: 'ada@example.com', role })),
  { userId: '@', email: 'Ada <ada@example.com>', expiresInDays: 0 },
  { tenantId: 'Ü', code: 'x' },
  { messageIds: ['a', 'a'], dryRun: 'yes' },
  { messageIds: [], discard: true }, { discard: true }, { messageIds: [''] },
];

let directory: string;
let compiled: typeof validators;

/** The validators as bundles contain them. */
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'validators-'));
  const outfile = path.join(directory, 'validators.cjs');
  await build({
    entryPoints: [require.resolve('../../../src/runtime/http/body-validators')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    plugins: [compiledValidators],
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file exists only now, and Jest has no dynamic imports
  compiled = require(outfile);
});

afterAll(() => rmSync(directory, { recursive: true }));

test('there is compiled code for every schema', () => {
  expect(Object.keys(compiled).sort()).toEqual(Object.keys(validators).sort());
});

test.each(Object.keys(validators) as Array<keyof typeof validators>)('the compiled code of %s reports the same errors as Ajv', (name) => {
  for (const body of BODIES) {
    const errors = [compiled[name], validators[name]].map((validate) => (validate(body) ? [] : validate.errors));
    expect(errors[0]).toEqual(errors[1]);
  }
});
