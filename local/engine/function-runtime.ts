import * as path from 'node:path';
import { Failure } from '../process/failure';

/** The major version that the Lambda functions declare. */
const NODE_MAJOR = 24;
const PACKAGES = [
  `node-${process.platform}-${process.arch}`,
  // Apple silicon goes by another name in the registry.
  `node-bin-${process.platform}-${process.arch}`,
];

/** The folder of the Node that runs the Lambda functions. */
export function functionRuntimeDirectory(): string {
  for (const name of PACKAGES) {
    try {
      return path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin');
    } catch {
      continue;
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) {
    return path.dirname(process.execPath);
  }
  throw new Failure(
    `The functions run on Node ${NODE_MAJOR}, which is not installed for ${process.platform}-${process.arch}: `
    + `run \`npm ci --prefix local\`, or use Node ${NODE_MAJOR} yourself (it is ${process.version}).`,
  );
}
