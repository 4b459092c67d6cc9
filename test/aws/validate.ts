import { PART } from './parts';
import type { Result } from './result';
import { policiesOf } from './template/policies';
import type { Place } from './template/resolve';
import { stateMachinesOf } from './template/state-machines';
import type { Template } from './template/template';
import type { Finding } from './validations/finding';
import { validatePolicies } from './validations/policies';
import { validateStateMachines } from './validations/state-machines';

/** The results of validations that need AWS. */
export function notValidated(why: string): Result[] {
  return [PART.stateMachines, PART.policies].map((name) => ({ name, outcome: 'not run', seconds: 0, words: why }));
}

/** Validates a template with Step Functions and IAM Access Analyzer. Creates no resources. */
export async function validate(template: Template, place: Place): Promise<Result[]> {
  const machines = stateMachinesOf(template, place);
  const policies = policiesOf(template, place);
  return [
    await resultOf(PART.stateMachines, `${machines.length} state machines`, () => validateStateMachines(machines)),
    await resultOf(PART.policies, `${policies.length} policies`, () => validatePolicies(policies)),
  ];
}

async function resultOf(name: string, what: string, ask: () => Promise<Finding[]>): Promise<Result> {
  const started = performance.now();
  try {
    const findings = await ask();
    const inWords = findings.map(({ at, words }) => `${at}: ${words}`).join('; ');
    return {
      name,
      outcome: findings.some(({ fails }) => fails) ? 'failed' : 'passed',
      seconds: (performance.now() - started) / 1000,
      words: `${what}, ${findings.length} findings${findings.length > 0 ? `: ${inWords}` : ''}`,
    };
  } catch (error) {
    return { name, outcome: 'failed', seconds: (performance.now() - started) / 1000, words: `${what}: ${(error as Error).message}` };
  }
}
