import { spawnSync } from 'node:child_process';

const COMMIT = /^[0-9a-f]{40}$/;

/** Whether nothing but reports of releases has changed since a commit. A commit that the repository does not know is of other code. */
export function isSameCode(repository: string, commit: string): boolean {
  // Git would take other texts for options.
  if (!COMMIT.test(commit)) return false;
  const { status } = spawnSync('git', ['diff', '--quiet', commit, 'HEAD', '--', '.', ':(exclude)docs/releases'], { cwd: repository });
  return status === 0;
}
