import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { CdkApp } from '../../local/app/cdk-app';
import { runCommand } from '../../local/process/run-command';

export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly [name: string]: unknown }>>;
  readonly [section: string]: unknown;
}

/** The result of a synth of an example. */
export interface Synthesized {
  readonly template: Template;
  /** The output of the CLI. */
  readonly output: string;
}

/**
 * Synthesizes an example with the CDK CLI, and returns the template of its stack.
 *
 * @throws Failure if the CLI prints a warning
 */
export async function synthesize(app: CdkApp, directory: string, signal: AbortSignal): Promise<Synthesized> {
  const output = await runCommand(app.cli, ['synth', '--strict', '--quiet', '--output', directory, '--no-notices', '--no-version-reporting'], {
    purpose: `Synthesizing ${app.title}`,
    cwd: app.directory,
    env: { ...process.env, ...app.environment, CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' },
    signal,
  });
  return { template: JSON.parse(readFileSync(path.join(directory, 'DevicesApp.template.json'), 'utf8')), output };
}
