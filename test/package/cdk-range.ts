/** Empty projects with the package and the lowest or the newest supported CDK. */
import { builtPackage } from './built-package';
import { dependencies, devDependencies } from '../../examples/typescript/package.json';
import { emptyProject } from '../../local/examples/empty-project';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/process/state-directory';
import { devDependencies as lowest } from '../../package.json';

export type CdkEnd = 'lowest' | 'newest';

const VERSIONS = { lowest, newest: dependencies };

const { signal } = new AbortController();

/** @returns the directory of the project, which also has a CDK CLI that supports both versions */
export async function projectWithCdk(end: CdkEnd): Promise<string> {
  const { tarball } = await builtPackage();
  return emptyProject(DEFAULT_CACHE_DIRECTORY, `cdk-${end}`, [
    tarball, `aws-cdk-lib@${VERSIONS[end]['aws-cdk-lib']}`, `constructs@${VERSIONS[end].constructs}`, `aws-cdk@${devDependencies['aws-cdk']}`,
  ], signal);
}
