/** Every public name can be imported by name, from each kind of module and with each package manager. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { builtPackage, builtWebPackage } from './built-package';
import { installedProject, PACKAGE_MANAGERS } from './installation';
import { type EntryPoint, entryPointsOf } from './public-names';
import { REPOSITORY } from '../../local/process/state-directory';
import { devDependencies as versions } from '../../package.json';
import { devDependencies as webVersions } from '../../web/package.json';

/** With `skipLibCheck`: checking the types of the CDK would take long. */
const COMPILER_OPTIONS = { target: 'es2022', lib: ['es2022', 'dom'], strict: true, types: ['node'], skipLibCheck: true };

let entryPoints: EntryPoint[];
let tarballs: Record<'cdk-tenancy' | 'cdk-tenancy-web', string>;

beforeAll(async () => {
  const constructs = await builtPackage();
  const web = await builtWebPackage();
  entryPoints = [constructs, web].flatMap(({ directory }) => entryPointsOf(directory));
  tarballs = { 'cdk-tenancy': `file:${constructs.tarball}`, 'cdk-tenancy-web': `file:${web.tarball}` };
});

test('finds the names of all modules of the packages', () => {
  expect(entryPoints.map(({ specifier }) => specifier)).toEqual(['cdk-tenancy', 'cdk-tenancy/runtime', 'cdk-tenancy-web', 'cdk-tenancy-web/react']);
  expect(entryPoints.map(({ values }) => values)).toEqual([
    expect.arrayContaining(['Tenancy']), expect.arrayContaining(['tenantOf']), expect.arrayContaining(['createTenancyClient']), expect.arrayContaining(['useTenant']),
  ]);
  expect(entryPoints.map(({ types }) => types)).toEqual([
    expect.arrayContaining(['TenancyProps']), expect.arrayContaining(['TenantCaller']), expect.arrayContaining(['SessionSource']), expect.arrayContaining(['Invitation']),
  ]);
});

test.each(['cdk-tenancy', 'cdk-tenancy-web'] as const)('the types of %s match the module for each module resolution', (name) => {
  const { status, stdout } = spawnSync(path.join(REPOSITORY, 'node_modules', '.bin', 'attw'), [
    // Only jsii reads the assembly.
    tarballs[name].replace('file:', ''), '--exclude-entrypoints', './.jsii', '--no-color', '--no-emoji', '--format', 'ascii',
  ], { encoding: 'utf8' });
  expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
});

describe.each(PACKAGE_MANAGERS.map((manager) => [manager.name, manager] as const))('installed with %s', (_, manager) => {
  let project: string;

  beforeAll(async () => {
    project = await installedProject(manager, {
      ...tarballs,
      // The lowest version: Yarn does not use the bundled packages of aws-cdk-lib, so it installs each of them from the registry.
      'aws-cdk-lib': versions['aws-cdk-lib'],
      'constructs': versions.constructs,
      'react': webVersions.react,
      '@tanstack/react-query': webVersions['@tanstack/react-query'],
      '@types/react': webVersions['@types/react'],
      '@types/node': versions['@types/node'],
      'tsx': versions.tsx,
      'typescript': versions.typescript,
    });
  });
  afterAll(() => rmSync(project, { recursive: true }));

  const write = (file: string, text: string) => writeFileSync(path.join(project, file), text);

  function run(program: string, ...args: readonly string[]) {
    const [command, ...rest] = manager.commandLine(program, ...args);
    const { status, stdout, stderr } = spawnSync(command, rest, { cwd: project, encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  /** Runs a program that imports all names through the given modules. @returns the missing names */
  function missingIn(program: string, ...modules: readonly string[]): unknown {
    write('run.mjs', modules.map((file, index) => `
      import { names as names${index} } from './${file}';
      const entries${index} = Object.entries(names${index});
      console.log(entries${index}.length, entries${index}.filter(([, value]) => value === undefined).map(([name]) => name).join());
    `).join(''));
    return run(program, 'run.mjs');
  }

  function complete(modules: number): unknown {
    const count = entryPoints.flatMap(({ values }) => values).length;
    return { status: 0, stdout: `${count} \n`.repeat(modules), stderr: expect.any(String) };
  }

  test('from ES modules and CommonJS of Node.js', () => {
    write('module.mjs', esModule(entryPoints));
    write('common.cjs', commonJs(entryPoints));

    expect(missingIn('node', 'module.mjs', 'common.cjs')).toEqual(complete(2));
  });

  test('from both kinds of modules with tsx', () => {
    write('module.ts', typeScript(entryPoints));
    write('common.cts', typeScript(entryPoints));

    expect(missingIn('tsx', 'module.ts', 'common.cts')).toEqual(complete(2));
  });

  test.each([
    ['nodenext', 'nodenext', ['module.ts', 'common.cts'], ['module.js', 'common.cjs']],
    ['bundler', 'esnext', ['module.ts'], ['module.js']],
  ])('from the output of tsc with moduleResolution %s', (moduleResolution, module, files, built) => {
    files.forEach((file) => write(file, typeScript(entryPoints)));
    write(`tsconfig.${moduleResolution}.json`, JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, module, moduleResolution, outDir: moduleResolution }, files }));

    expect(run('tsc', '--project', `tsconfig.${moduleResolution}.json`)).toEqual({ status: 0, stdout: '', stderr: expect.any(String) });
    expect(missingIn('node', ...built.map((file) => `${moduleResolution}/${file}`))).toEqual(complete(files.length));
  });

  test('an app that is an ES module synthesizes with the dashboard and the functions of the package', () => {
    write('app.mjs', `
      import { App, Stack } from 'aws-cdk-lib';
      import { Tenancy } from 'cdk-tenancy';
      const app = new App();
      new Tenancy(new Stack(app, 'Stack'), 'Tenancy', { applicationName: 'devices', dashboard: {} });
      const { Resources } = app.synth().getStackByName('Stack').template;
      console.log(Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudFront::Distribution').length);
    `);
    expect(run('node', 'app.mjs')).toEqual({ status: 0, stdout: '1\n', stderr: expect.any(String) });
  });

  test('reports a name that a package does not have', () => {
    const wrong = [{ specifier: 'cdk-tenancy', values: ['Tenancies'], types: ['TenanciesProps'] }];
    write('wrong.mjs', esModule(wrong));
    write('wrong.cjs', commonJs(wrong));

    expect(missingIn('node', 'wrong.mjs')).toMatchObject({ status: 1, stderr: expect.stringMatching(/SyntaxError: .*'Tenancies'/) });
    expect(missingIn('node', 'wrong.cjs')).toMatchObject({ stdout: '1 cdk-tenancy: Tenancies\n' });
  });
});

/** A unique local name for each imported name, because packages share some names. */
function valuesOf(modules: readonly EntryPoint[]): Array<{ specifier: string; name: string; local: string }> {
  return modules.flatMap(({ specifier, values }, module) => values.map((name, index) => ({ specifier, name, local: `value${module}_${index}` })));
}

function namesOf(modules: readonly EntryPoint[]): string {
  return `{ ${valuesOf(modules).map(({ specifier, name, local }) => `'${specifier}: ${name}': ${local}`).join(', ')} }`;
}

function esModule(modules: readonly EntryPoint[]): string {
  return [
    ...valuesOf(modules).map(({ specifier, name, local }) => `import { ${name} as ${local} } from '${specifier}';`),
    `export const names = ${namesOf(modules)};`,
  ].join('\n');
}

function commonJs(modules: readonly EntryPoint[]): string {
  return [
    ...valuesOf(modules).map(({ specifier, name, local }) => `const { ${name}: ${local} } = require('${specifier}');`),
    `exports.names = ${namesOf(modules)};`,
  ].join('\n');
}

function typeScript(modules: readonly EntryPoint[]): string {
  return [
    ...modules.flatMap(({ specifier, types }, module) => types.map((name, index) => `import type { ${name} as Type${module}_${index} } from '${specifier}';`)),
    esModule(modules),
  ].join('\n');
}
