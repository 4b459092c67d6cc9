import * as path from 'node:path';
import { Failure } from '../process/failure';

/** The major version that the Lambda functions declare. */
const NODE_MAJOR = 24;
const PACKAGES = [
  `node-${process.platform}-${process.arch}`,
  // The registry has another name for Apple silicon.
  `node-bin-${process.platform}-${process.arch}`,
];

/** The folder of the Node.js that runs the Lambda functions. */
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
    `The functions need Node.js ${NODE_MAJOR}, which is not installed for ${process.platform}-${process.arch}. `
    + `Run \`npm ci --prefix local\`, or run this command with Node.js ${NODE_MAJOR} (now ${process.version}).`,
  );
}
