/** Empty projects that have the package and the CDK, at both ends of the range that the package promises. */
import { builtPackage } from './built-package';
import { dependencies, devDependencies } from '../../examples/typescript/package.json';
import { emptyProject } from '../../local/examples/empty-project';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/process/state-directory';
import { devDependencies as lowest } from '../../package.json';

export type CdkEnd = 'lowest' | 'newest';

const VERSIONS = { lowest, newest: dependencies };

const { signal } = new AbortController();

/** @returns the directory of the project; the CLI of the CDK, which works with both, is in it too */
export async function projectWithCdk(end: CdkEnd): Promise<string> {
  const { tarball } = await builtPackage();
  return emptyProject(DEFAULT_CACHE_DIRECTORY, `cdk-${end}`, [
    tarball, `aws-cdk-lib@${VERSIONS[end]['aws-cdk-lib']}`, `constructs@${VERSIONS[end].constructs}`, `aws-cdk@${devDependencies['aws-cdk']}`,
  ], signal);
}
