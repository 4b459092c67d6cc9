import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { version } from '../../package.json';
import { APIS } from '../openapi/apis';
import { openApiDocument } from '../openapi/document';

const OUTPUT = path.join(__dirname, '..', '..', 'assets', 'openapi');

/** Writes an OpenAPI document for each of the two APIs into `assets/openapi`. Fails if a document is invalid or breaks a rule of Redocly. */
export async function buildOpenApi(): Promise<void> {
  // A dynamic import, because the package is an ES module.
  const { createConfig, lintFromString } = await import('@redocly/openapi-core');
  const config = await createConfig({ extends: ['recommended-strict'] });
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  for (const [name, api] of Object.entries(APIS)) {
    const source = `${JSON.stringify(openApiDocument(api, version), null, 2)}\n`;
    const problems = await lintFromString({ source, config });
    if (problems.length > 0) {
      throw new Error([`The document of ${name} is not valid:`, ...problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)].join('\n'));
    }
    writeFileSync(path.join(OUTPUT, `${name}.json`), source);
  }
}
