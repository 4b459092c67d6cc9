/** Projects with only some packages, installed by each package manager. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { runCommand } from '../../local/process/run-command';
import { DEFAULT_CACHE_DIRECTORY, REPOSITORY } from '../../local/process/state-directory';

export interface PackageManager {
  readonly name: string;
  /** Installs the dependencies in the `package.json` of the project. */
  readonly install: (project: string) => Promise<unknown>;
  /** The command line that runs a program of an installed package, or Node.js. */
  readonly commandLine: (program: string, ...args: readonly string[]) => readonly [command: string, ...args: string[]];
}

const { signal } = new AbortController();
const BIN = path.join(REPOSITORY, 'node_modules', '.bin');
const PNPM_STORE = path.join(DEFAULT_CACHE_DIRECTORY, 'pnpm-store');
const YARN_FOLDER = path.join(DEFAULT_CACHE_DIRECTORY, 'yarn');

const inModules: PackageManager['commandLine'] = (program, ...args) => (
  program === 'node' ? [process.execPath, ...args] : [path.join('node_modules', '.bin', program), ...args]
);

export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    name: 'npm',
    install: async (project) => run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--workspaces=false', '--ignore-scripts'], project),
    commandLine: inModules,
  },
  {
    name: 'pnpm',
    install: async (project) => run(path.join(BIN, 'pnpm'), ['install', '--prefer-offline', '--ignore-workspace', '--ignore-scripts', '--store-dir', PNPM_STORE], project),
    commandLine: inModules,
  },
  {
    name: 'Yarn PnP',
    install: async (project) => {
      forgetOwnPackages();
      const registry = await run('npm', ['config', 'get', 'registry', '--workspaces=false'], project);
      writeFileSync(path.join(project, 'yarn.lock'), '');
      writeFileSync(path.join(project, '.yarnrc.yml'), JSON.stringify({
        nodeLinker: 'pnp', globalFolder: YARN_FOLDER, enableScripts: false, enableTelemetry: false, npmMinimalAgeGate: 0, npmRegistryServer: registry.trim(),
      }));
      await run(path.join(BIN, 'yarn'), ['install', '--no-immutable'], project);
    },
    commandLine: (program, ...args) => [path.join(BIN, 'yarn'), program, ...args],
  },
];

/** Creates a project of ES modules outside this repository, so that it cannot find modules of this repository. The caller removes it. */
export async function installedProject(manager: PackageManager, dependencies: Readonly<Record<string, string>>): Promise<string> {
  const project = realpathSync(mkdtempSync(path.join(tmpdir(), 'installed-')));
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module', dependencies }));
  await manager.install(project);
  return project;
}

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  return runCommand(command, args, { purpose: `${path.basename(command)} ${args[0]}`, cwd, signal });
}

/** Removes our own packages from the cache of Yarn, which would otherwise keep those of every build. */
function forgetOwnPackages(): void {
  const cache = path.join(YARN_FOLDER, 'cache');
  mkdirSync(cache, { recursive: true });
  readdirSync(cache).filter((file) => file.startsWith('cdk-tenancy')).forEach((file) => rmSync(path.join(cache, file)));
}
