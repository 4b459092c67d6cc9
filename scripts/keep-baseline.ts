/** Keeps this checkout as the last release, which later changes are compared with: `npm run release:baseline`, after a release. */
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
  npmScript('release:baseline', 'Keeps this checkout as the last release, which later changes are compared with.').parse();
  await compileConstructs(signal);
  rmSync(BASELINE, { recursive: true, force: true });
  for (const app of APP_NAMES) {
    const file = baselineTemplateFile(app);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(templateOfApp(app), undefined, 1)}\n`);
  }

  // The README has no information about the API that the assembly lacks.
  const { readme: _, ...api } = loadAssemblyFromPath(REPOSITORY);
  writeFileSync(BASELINE_API_FILE, `${JSON.stringify(api, undefined, 1)}\n`);
  // The announced breaks are now part of the release.
  rmSync(ANNOUNCED_BREAKS_FILE, { force: true });
}

void runToEnd(main);
