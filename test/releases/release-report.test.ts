/** A release needs a report of a run of its code on AWS. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { isSameCode, uncommittedChanges } from '../../scripts/same-code';

const TSX = path.join('node_modules', '.bin', 'tsx');
const SCRIPT = path.join('scripts', 'check-release-report.ts');

test('refuses a version without a report, and says how to get one', () => {
  const { status, stderr } = spawnSync(TSX, [SCRIPT, '987.6.5'], { encoding: 'utf8' });

  expect(stderr).toBe('docs/releases must have a report for 987.6.5, but has none. '
    + 'Run "npm run test:aws -- --yes --release 987.6.5" and commit the report.\n');
  expect(status).toBe(1);
});

describe('the code of a commit', () => {
  let repository: string;
  let tested: string;

  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: repository, encoding: 'utf8' }).trim();
  const commit = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
    writeFileSync(path.join(repository, file), text);
    git('add', '--all');
    git('commit', '--quiet', '--message', file);
    return git('rev-parse', 'HEAD');
  };

  beforeEach(() => {
    repository = mkdtempSync(path.join(tmpdir(), 'release-report-'));
    git('init', '--quiet');
    tested = commit('src/a.ts', '1');
  });

  afterEach(() => rmSync(repository, { recursive: true, force: true }));

  test('is the same after its report was committed', () => {
    commit('docs/releases/1.0.0-2026-12-01.md', 'report');

    expect(isSameCode(repository, tested)).toBe(true);
  });

  test('counts as committed, even with an uncommitted report of an earlier run', () => {
    commit('docs/releases/README.md', 'text');
    writeFileSync(path.join(repository, 'docs', 'releases', '1.0.0-2026-12-01.md'), 'report');
    expect(uncommittedChanges(repository)).toBe('');

    writeFileSync(path.join(repository, 'docs', 'operations.md'), 'text');
    expect(uncommittedChanges(repository)).toBe('?? docs/operations.md\n');
  });

  test('is different after any other change, also in the docs', () => {
    commit('docs/operations.md', 'text');

    expect(isSameCode(repository, tested)).toBe(false);
  });

  test('of an unknown commit is different', () => {
    expect(isSameCode(repository, '0'.repeat(40))).toBe(false);
    expect(isSameCode(repository, '--output=/dev/null')).toBe(false);
  });
});
