/** Examples of the documentation, compiled against the package as it is released, and translated to Python: by jsii-rosetta. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAssemblyFromPath } from '@jsii/spec';
import { builtPackage } from './built-package';
import { REPOSITORY } from '../../local/state-directory';

const STATE = path.join(REPOSITORY, '.local', 'package-test');

/** @returns what is wrong with the TypeScript in the pages; nothing when all of it compiles and can be written in Python */
export async function faultsOfExamples(pages: readonly string[], dependenciesOf: string): Promise<string> {
  mkdirSync(STATE, { recursive: true });
  const directory = mkdtempSync(path.join(STATE, 'translation-'));
  try {
    // A package is translated with its README: these are the same package with other words.
    const { directory: released } = await builtPackage();
    cpSync(released, directory, { recursive: true });
    cpSync(path.join(REPOSITORY, 'rosetta'), path.join(directory, 'rosetta'), { recursive: true });
    const assembly = { ...loadAssemblyFromPath(released), readme: { markdown: pages.join('\n') } };
    writeFileSync(path.join(directory, '.jsii'), JSON.stringify(assembly));
    const { status, stdout, stderr } = spawnSync(path.join(REPOSITORY, 'node_modules', '.bin', 'jsii-rosetta'), [
      'extract', '--strict', '--directory', dependenciesOf, path.join(directory, '.jsii'),
    ], { encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' } });
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
