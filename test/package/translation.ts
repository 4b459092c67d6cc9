/** Compiles the examples of the documentation with the released package, and translates them to Python, with jsii-rosetta. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAssemblyFromPath } from '@jsii/spec';
import { builtPackage } from './built-package';
import { REPOSITORY } from '../../local/process/state-directory';

const STATE = path.join(REPOSITORY, '.local', 'package-test');

/**
 * @param project project with the packages that the examples import
 * @returns the errors of the TypeScript examples in the pages; empty if all compile and translate to Python
 */
export async function faultsOfExamples(pages: readonly string[], project: string): Promise<string> {
  mkdirSync(STATE, { recursive: true });
  const state = mkdtempSync(path.join(STATE, 'translation-'));
  const directory = path.join(state, 'node_modules', 'cdk-tenancy');
  try {
    // jsii-rosetta translates a package with its README: this is a copy of the package with another README.
    const { directory: released } = await builtPackage();
    cpSync(released, directory, { recursive: true });
    // A separate project: in this repository, the name of the package resolves to the sources.
    writeFileSync(path.join(state, 'package.json'), JSON.stringify({ name: 'translation', private: true }));
    // Links all packages of the project, except this package.
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
