import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { CdkApp } from '../../local/deployment';
import { runCommand } from '../../local/run-command';

export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly [name: string]: unknown }>>;
  readonly [section: string]: unknown;
}

/** The template of the stack of an example, as the CDK CLI makes it. */
export async function synthesize(app: CdkApp, directory: string, signal: AbortSignal): Promise<Template> {
  await runCommand(app.cli, ['synth', '--quiet', '--output', directory, '--no-notices', '--no-version-reporting'], {
    purpose: `Synthesizing ${app.title}`,
    cwd: app.directory,
    env: { ...process.env, ...app.environment, CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' },
    signal,
  });
  return JSON.parse(readFileSync(path.join(directory, 'DevicesApp.template.json'), 'utf8'));
}
