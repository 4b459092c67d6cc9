import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Finding } from './reasons';
import { preparePython } from '../../local/engine/python';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/process/state-directory';

const PACKAGES = {
  purpose: 'cfn-lint',
  name: 'python-cfn-lint',
  requirements: [path.join(__dirname, 'requirements.txt')],
};

/** What cfn-lint prints of each of its findings. */
interface Match {
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: ReadonlyArray<string | number> | null };
}

/** Runs cfn-lint over a template that has the paths of its constructs in it. */
export async function cfnLint(templateFile: string, signal: AbortSignal): Promise<Finding[]> {
  const python = await preparePython(DEFAULT_CACHE_DIRECTORY, (_, work) => work(), signal, PACKAGES);
  const command = path.join(path.dirname(python), 'cfn-lint');
  const { stdout, stderr } = spawnSync(command, ['--format', 'json', '--template', templateFile], { encoding: 'utf8' });
  // Its exit code tells of findings as well as of failures.
  if (!stdout.startsWith('[')) {
    throw new Error(`cfn-lint failed:\n${stdout}${stderr}`);
  }
  const { Resources: resources } = JSON.parse(readFileSync(templateFile, 'utf8'));
  return (JSON.parse(stdout) as Match[]).map(({ Rule: rule, Location: { Path: location } }) => {
    const [section, id] = location ?? [];
    return { id: rule.Id, path: section === 'Resources' ? resources[id].Metadata['aws:cdk:path'] : `${section}/${id}` };
  });
}
