import * as path from 'node:path';

export const REPOSITORY = path.resolve(__dirname, '..', '..');
export const EXAMPLE_DIRECTORY = path.join(REPOSITORY, 'examples', 'typescript');
export const PYTHON_EXAMPLE_DIRECTORY = path.join(REPOSITORY, 'examples', 'python');
export const DEFAULT_STATE_DIRECTORY = path.join(REPOSITORY, '.local');
export const DEFAULT_CACHE_DIRECTORY = path.join(REPOSITORY, '.local', 'cache');

/** The directory of everything about one engine. Engines with different directories are independent. */
export interface StateDirectory {
  readonly path: string;
  /** Names the process of the engine. Exists while it runs. */
  readonly engineRecord: string;
  readonly engineLog: string;
  /** Data that the engine keeps on disk while it runs. */
  readonly engineData: string;
  readonly certificates: string;
  /** The authority that signed the engine's certificate. */
  readonly certificateAuthority: string;
  readonly cdkOutput: string;
  readonly deploymentLog: string;
  /** Names the process that serves the dashboard. */
  readonly dashboardRecord: string;
  readonly dashboardLog: string;
  readonly outputs: string;
  readonly environmentScript: string;
}

export function stateDirectory(directory: string): StateDirectory {
  const root = path.resolve(directory);
  return {
    path: root,
    engineRecord: path.join(root, 'engine.json'),
    engineLog: path.join(root, 'engine.log'),
    engineData: path.join(root, 'engine-data'),
    certificates: path.join(root, 'certificates'),
    certificateAuthority: path.join(root, 'certificates', 'authority.pem'),
    cdkOutput: path.join(root, 'cdk.out'),
    deploymentLog: path.join(root, 'deployment.log'),
    dashboardRecord: path.join(root, 'dashboard.json'),
    dashboardLog: path.join(root, 'dashboard.log'),
    outputs: path.join(root, 'outputs.json'),
    environmentScript: path.join(root, 'env.sh'),
  };
}

/** The command-line options that select this directory. */
export function stateDirectoryOptions(state: StateDirectory): string {
  return state.path === DEFAULT_STATE_DIRECTORY ? '' : ` -- --state-dir ${state.path}`;
}
