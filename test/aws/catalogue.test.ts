import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CHECKS } from './catalogue';
import { PART, PARTS } from './parts';

const README = readFileSync(path.join(__dirname, '..', '..', 'local', 'README.md'), 'utf8');
const SECTION = README.slice(README.indexOf('## What it cannot prove'));

/** The entries of the list, each as one line. */
const LINES = SECTION.split(/\n- /).slice(1).map((line) => line.split('\n\n')[0].replace(/\s+/g, ' ').trim());

/** The names in `Check: `a`, `b`.` at the end of an entry. */
function checksIn(line: string): string[] {
  return [...(/Checks?: ([^.]+)\.$/.exec(line)?.[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
}

test('the catalogue has each file of checks by its name', () => {
  expect(readdirSync(path.join(__dirname, 'checks')).map((file) => file.replace(/\.ts$/, '')).sort()).toEqual(Object.keys(CHECKS).sort());
});

test('each check is a part of the complete run, with a unique name', () => {
  expect(new Set(PARTS).size).toBe(Object.keys(CHECKS).length + Object.keys(PART).length);
});

describe('what the local engine cannot prove', () => {
  test('is a list', () => {
    expect(LINES.length).toBeGreaterThan(10);
  });

  test.each(LINES)('names its check, or gives the reason for having none: %s', (line) => {
    expect(line).toMatch(/(Checks?: `[\w-]+`(, `[\w-]+`)*|No check: .+)\.$/);
    for (const name of checksIn(line)) expect([...Object.keys(CHECKS), ...Object.values<string>(PART)]).toContain(name);
  });

  test.each(Object.entries(CHECKS).filter(([, { covers }]) => covers !== undefined))('has the entry that %s covers', (name, { covers }) => {
    const line = LINES.find((candidate) => candidate.includes(covers!));

    expect(line).toBeDefined();
    expect(checksIn(line!)).toContain(name);
  });

  test.each(Object.entries(CHECKS).filter(([, { notOnEngine }]) => notOnEngine !== undefined))('names %s, which the engine cannot run', (name) => {
    expect(LINES.flatMap(checksIn)).toContain(name);
  });
});
