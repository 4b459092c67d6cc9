import { execFileSync, spawnSync } from 'node:child_process';

/** Everything except the reports of releases. */
const CODE = ['--', '.', ':(exclude)docs/releases'];

const COMMIT = /^[0-9a-f]{40}$/;

/** Whether only reports of releases have changed since a commit. An unknown commit counts as other code. */
export function isSameCode(repository: string, commit: string): boolean {
  // Git could read other texts as options.
  if (!COMMIT.test(commit)) return false;
  const { status } = spawnSync('git', ['diff', '--quiet', commit, 'HEAD', ...CODE], { cwd: repository });
  return status === 0;
}

/** The uncommitted changes, one per line, without reports of releases. */
export function uncommittedChanges(repository: string): string {
  return execFileSync('git', ['status', '--porcelain', ...CODE], { cwd: repository, encoding: 'utf8' });
}
