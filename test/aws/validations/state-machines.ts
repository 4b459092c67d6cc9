import { SFNClient, ValidateStateMachineDefinitionCommand } from '@aws-sdk/client-sfn';
import type { Finding } from './finding';
import { observed } from '../support/observed';
import type { StateMachineDefinition } from '../template/state-machines';

/** Validates definitions with Step Functions. Its errors would prevent the creation of the state machine. */
export async function validateStateMachines(machines: readonly StateMachineDefinition[]): Promise<Finding[]> {
  const sfn = observed(new SFNClient({}));
  const findings: Finding[] = [];
  for (const { logicalId, type, definition } of machines) {
    const { diagnostics = [], result } = await sfn.send(new ValidateStateMachineDefinitionCommand({ definition, type, severity: 'WARNING' }));
    findings.push(...diagnostics.map(({ severity, code, message, location }): Finding => ({
      at: `${logicalId} ${location ?? ''}`.trimEnd(), fails: severity === 'ERROR', words: `${severity} ${code}: ${message}`,
    })));
    if (result === 'FAIL' && !diagnostics.some(({ severity }) => severity === 'ERROR')) {
      findings.push({ at: logicalId, fails: true, words: 'The result is FAIL, without an error.' });
    }
  }
  return findings;
}
