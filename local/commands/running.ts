import type { Outputs } from '../app/outputs';
import type { Engine } from '../engine/running-engine';
import { stateDirectoryOptions, type StateDirectory } from '../process/state-directory';

/** What a person has to know about an engine that goes on running: what is there, how to use it, how to stop it. */
export function describeDeployment(engine: Engine, outputs: Outputs, state: StateDirectory): string {
  // The address that the dashboard would have on AWS leads nowhere in a browser of this machine. What the CDK calls `...RestApiEndpoint...` is `ApiUrl` and
  // `AdminApiUrl` once more.
  const shown = Object.entries(outputs).filter(([name]) => name !== 'DashboardUrl' && !/RestApiEndpoint[0-9A-F]{8}$/.test(name));
  const width = Math.max(...shown.map(([name]) => name.length));
  return [
    '',
    ...shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
    ...outputs.LocalDashboardUrl === undefined ? [] : [
      `Open ${outputs.LocalDashboardUrl} in a browser and sign up with any e-mail address.`,
      'The code to confirm the address is always 123456, and the code to reset a password 654321.',
      '',
    ],
    `The engine runs on ${engine.endpoint} with the example deployed. These outputs are in ${state.outputs},`,
    `the settings for AWS clients in ${state.environmentScript} (use it as: . ${state.environmentScript}).`,
    `Stop it with: npm run local:down${stateDirectoryOptions(state)}`,
    '',
  ].join('\n');
}
