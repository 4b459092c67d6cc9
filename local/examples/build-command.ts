import { runCommand } from '../process/run-command';

/** Environment of the jsii tools: each would otherwise warn at its start that Node.js 20 is old. */
export const JSII_ENVIRONMENT = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };

export async function runBuildCommand(purpose: string, command: string, args: string[], cwd: string, signal: AbortSignal): Promise<void> {
  await runCommand(command, args, { purpose, cwd, env: { ...process.env, ...JSII_ENVIRONMENT }, signal });
}
