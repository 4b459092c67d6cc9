/** The templates and the API of the last release. Only `npm run release:baseline` renews them. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Assembly } from '@jsii/spec';
import type { Template } from './template-changes';

export const BASELINE = path.join(__dirname, 'baseline');

export function baselineTemplateFile(app: string): string {
  return path.join(BASELINE, 'templates', `${app}.json`);
}

export function baselineTemplate(app: string): Template {
  return JSON.parse(readFileSync(baselineTemplateFile(app), 'utf8'));
}

/** The assembly. Its file name keeps tools from treating the folder as the package. */
export const BASELINE_API_FILE = path.join(BASELINE, 'api.json');

export function baselineApi(): Assembly {
  return JSON.parse(readFileSync(BASELINE_API_FILE, 'utf8'));
}
