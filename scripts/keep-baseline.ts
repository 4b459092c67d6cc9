/** Keeps this checkout as the last release, which later changes are held against: `npm run release:baseline`, once a release is out. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAssemblyFromPath } from '@jsii/spec';
import { compileConstructs } from './compile-constructs';
import { npmScript } from '../local/commands/command-line';
import { runToEnd } from '../local/process/run-to-end';
import { REPOSITORY } from '../local/process/state-directory';
import { ANNOUNCED_BREAKS_FILE } from '../test/releases/api-breaks';
import { APP_NAMES, templateOfApp } from '../test/releases/apps';
import { BASELINE, BASELINE_API_FILE, baselineTemplateFile } from '../test/releases/baseline';

async function main(signal: AbortSignal): Promise<void> {
  npmScript('release:baseline', 'Keeps this checkout as the last release, which later changes are held against.').parse();
  await compileConstructs(signal);
  rmSync(BASELINE, { recursive: true, force: true });
  for (const app of APP_NAMES) {
    const file = baselineTemplateFile(app);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(templateOfApp(app), undefined, 1)}\n`);
  }

  // The README says nothing about the API that the assembly does not.
  const { readme: _, ...api } = loadAssemblyFromPath(REPOSITORY);
  writeFileSync(BASELINE_API_FILE, `${JSON.stringify(api, undefined, 1)}\n`);
  // What was announced has happened.
  rmSync(ANNOUNCED_BREAKS_FILE, { force: true });
}

void runToEnd(main);
