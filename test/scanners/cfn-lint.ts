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

/** The output of cfn-lint for a finding. */
interface Match {
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: ReadonlyArray<string | number> | null };
}

/** Runs cfn-lint on a template whose metadata has the paths of constructs. */
export async function cfnLint(templateFile: string, signal: AbortSignal): Promise<Finding[]> {
  const python = await preparePython(DEFAULT_CACHE_DIRECTORY, (_, work) => work(), signal, PACKAGES);
  const command = path.join(path.dirname(python), 'cfn-lint');
  const { stdout, stderr } = spawnSync(command, ['--format', 'json', '--template', templateFile], { encoding: 'utf8' });
  // The exit code does not distinguish findings from failures.
  if (!stdout.startsWith('[')) {
    throw new Error(`cfn-lint failed:\n${stdout}${stderr}`);
  }
  const { Resources: resources } = JSON.parse(readFileSync(templateFile, 'utf8'));
  return (JSON.parse(stdout) as Match[]).map(({ Rule: rule, Location: { Path: location } }) => {
    const [section, id] = location ?? [];
    return { id: rule.Id, path: section === 'Resources' ? resources[id].Metadata['aws:cdk:path'] : `${section}/${id}` };
  });
}
