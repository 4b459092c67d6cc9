import { execFileSync, spawnSync } from 'node:child_process';

/** Everything but the reports of releases. */
const CODE = ['--', '.', ':(exclude)docs/releases'];

const COMMIT = /^[0-9a-f]{40}$/;

/** Whether nothing but reports of releases has changed since a commit. A commit that the repository does not know is of other code. */
export function isSameCode(repository: string, commit: string): boolean {
  // Git would take other texts for options.
  if (!COMMIT.test(commit)) return false;
  const { status } = spawnSync('git', ['diff', '--quiet', commit, 'HEAD', ...CODE], { cwd: repository });
  return status === 0;
}

/** What is not committed, a line each; reports of releases do not count. */
export function uncommittedChanges(repository: string): string {
  return execFileSync('git', ['status', '--porcelain', ...CODE], { cwd: repository, encoding: 'utf8' });
}
