/**
 * Keeps what this checkout is, as it was compiled last, for the last release: `npm run release:baseline`, once a release is out. Later
 * changes are held against it.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAssemblyFromPath } from '@jsii/spec';

import { ANNOUNCED_BREAKS_FILE } from '../test/releases/api-breaks';
import { APP_NAMES, templateOfApp } from '../test/releases/apps';
import { BASELINE, BASELINE_API_FILE, baselineTemplateFile } from '../test/releases/baseline';

rmSync(BASELINE, { recursive: true, force: true });
for (const app of APP_NAMES) {
  const file = baselineTemplateFile(app);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(templateOfApp(app), undefined, 1)}\n`);
}

// The README says nothing about the API that the assembly does not.
const { readme: _, ...api } = loadAssemblyFromPath(path.join(__dirname, '..'));
writeFileSync(BASELINE_API_FILE, `${JSON.stringify(api, undefined, 1)}\n`);
// What was announced has happened.
rmSync(ANNOUNCED_BREAKS_FILE, { force: true });
