import type { Outputs } from '../app/outputs';
import type { Engine } from '../engine/running-engine';
import { stateDirectoryOptions, type StateDirectory } from '../process/state-directory';

/** Describes an engine that keeps running: its outputs, how to use it, and how to stop it. */
export function describeDeployment(engine: Engine, outputs: Outputs, state: StateDirectory): string {
  // Browsers on this machine cannot open the dashboard's address on AWS. The `...RestApiEndpoint...` outputs of the CDK repeat `ApiUrl` and `AdminApiUrl`.
  const shown = Object.entries(outputs).filter(([name]) => name !== 'DashboardUrl' && !/RestApiEndpoint[0-9A-F]{8}$/.test(name));
  const width = Math.max(...shown.map(([name]) => name.length));
  return [
    '',
    ...shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
    ...outputs.LocalDashboardUrl === undefined ? [] : [
      `Open ${outputs.LocalDashboardUrl} in a browser and sign up with any email address.`,
      'The code that confirms the address is always 123456; the code that resets a password is always 654321.',
      '',
    ],
    `The engine runs on ${engine.endpoint} with the example deployed. These outputs are in ${state.outputs}.`,
    `To use the engine with AWS clients in this shell: . ${state.environmentScript}`,
    `To stop the engine: npm run local:down${stateDirectoryOptions(state)}`,
    '',
  ].join('\n');
}
