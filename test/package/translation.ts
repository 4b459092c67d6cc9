/** Examples of the documentation, compiled against the package as it is released, and translated to Python: by jsii-rosetta. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAssemblyFromPath } from '@jsii/spec';
import { builtPackage } from './built-package';
import { REPOSITORY } from '../../local/process/state-directory';

const STATE = path.join(REPOSITORY, '.local', 'package-test');

/** @returns what is wrong with the TypeScript in the pages, in a project that has installed what it imports; nothing when all of it compiles and can be written in Python */
export async function faultsOfExamples(pages: readonly string[], project: string): Promise<string> {
  mkdirSync(STATE, { recursive: true });
  const state = mkdtempSync(path.join(STATE, 'translation-'));
  const directory = path.join(state, 'node_modules', 'cdk-tenancy');
  try {
    // A package is translated with its README: these are the same package with other words.
    const { directory: released } = await builtPackage();
    cpSync(released, directory, { recursive: true });
    // A project of its own: in ours, the name of the package means the sources.
    writeFileSync(path.join(state, 'package.json'), JSON.stringify({ name: 'translation', private: true }));
    // Beside what the project has installed, but for this package.
    const modules = path.join(project, 'node_modules');
    for (const name of readdirSync(modules).filter((module) => !module.startsWith('.') && module !== 'cdk-tenancy')) {
      symlinkSync(path.join(modules, name), path.join(state, 'node_modules', name));
    }
    cpSync(path.join(REPOSITORY, 'rosetta'), path.join(directory, 'rosetta'), { recursive: true });
    const assembly = { ...loadAssemblyFromPath(released), readme: { markdown: pages.join('\n') } };
    writeFileSync(path.join(directory, '.jsii'), JSON.stringify(assembly));
    const { status, stdout, stderr } = spawnSync(path.join(REPOSITORY, 'node_modules', '.bin', 'jsii-rosetta'), [
      'extract', '--strict', '--directory', state, path.join(directory, '.jsii'),
    ], { encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' } });
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(state, { recursive: true });
  }
}
