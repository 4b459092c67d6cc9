/** A break of the API is reported, unless it is announced. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Assembly } from '@jsii/spec';
import { apiBreaks } from './api-breaks';
import { baselineApi } from './baseline';

const PROPS = 'cdk-tenancy.TenancyProps';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'announced-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

function breaksOf(change: (types: Record<string, any>) => void, announced = ''): string {
  const next: Assembly = structuredClone(baselineApi());
  change(next.types!);
  const file = path.join(directory, 'announced');
  writeFileSync(file, announced);
  return apiBreaks(baselineApi(), next, file);
}

const healing = (types: Record<string, any>) => types[PROPS].properties.find(({ name }: { name: string }) => name === 'healing');

function breakEverything(types: Record<string, any>): void {
  delete healing(types).optional;
  types[PROPS].properties = types[PROPS].properties.filter(({ name }: { name: string }) => name !== 'corsAllowOrigins');
  delete types['cdk-tenancy.SignUpPublisher'];
}

test('an optional addition is not a break', () => {
  expect(breaksOf((types) => types[PROPS].properties.push({ ...healing(types), name: 'another' }))).toBe('');
});

test('a removed member and a newly required prop are breaks, unless they are announced', () => {
  const breaks = breaksOf(breakEverything);
  const keys = [...breaks.matchAll(/\[([a-z-]+:[^\]]+)\]/g)].map(([, key]) => key);

  expect(keys.sort()).toEqual([
    'removed:cdk-tenancy.SignUpPublisher',
    'removed:cdk-tenancy.TenancyProps.corsAllowOrigins',
    'strengthened:cdk-tenancy.TenancyProps', // one of them is required now
  ]);
  expect(breaksOf(breakEverything, keys.join('\n'))).toBe('');
  expect(breaksOf(breakEverything, keys.slice(1).join('\n'))).toContain(keys[0]);
});
