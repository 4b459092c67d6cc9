/**
 * Evaluates policies as IAM does, with an evaluator that shares no code with the local engine. It also evaluates the conditions that
 * the engine ignores.
 */
import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | string[]>>;
  /** Policies of the principal. */
  readonly identityPolicies: readonly object[];
  /** Policy of the resource; for `sts:AssumeRole` the trust policy of the role. */
  readonly resourcePolicy?: object;
  readonly principal?: string;
  readonly accountId?: string;
}

const ACCOUNT = '000000000000';

/** @throws Error for a question that is invalid for IAM, such as an unknown action */
export async function isAllowed(question: Question): Promise<boolean> {
  const { action, resource, context, identityPolicies, resourcePolicy, accountId = ACCOUNT } = question;
  const simulation: Simulation = {
    request: {
      action,
      resource: { resource, accountId },
      principal: question.principal ?? `arn:aws:sts::${accountId}:assumed-role/scoped/session`,
      contextVariables: { ...context },
    },
    identityPolicies: identityPolicies.map((policy, index) => ({ name: `policy-${index}`, policy })),
    resourcePolicy,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === 'error') {
    throw new Error(`The question must be valid for IAM, but is not: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === 'Allowed';
}

/**
 * Evaluates the use of a KMS key whose policy delegates to the policies of the account, like keys of the CDK.
 *
 * For known services, the evaluator treats all condition keys `kms:EncryptionContext:<name>` as one, and needs the policy of the key. So
 * this function renames KMS in the question and in the policies.
 */
export function isKeyUseAllowed({ action, resource, context, identityPolicies, accountId = ACCOUNT }: Omit<Question, 'resourcePolicy' | 'principal'>): boolean {
  const rename = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('"kms:', '"a-key:'));
  return runUnsafeSimulation({
    request: {
      action: action.replace('kms:', 'a-key:'),
      resource: { resource, accountId },
      principal: `arn:aws:sts::${accountId}:assumed-role/scoped/session`,
      contextVariables: { ...rename(context) },
    },
    identityPolicies: identityPolicies.map((policy, index) => ({ name: `policy-${index}`, policy: rename(policy) })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, {}) === 'Allowed';
}
