/**
 * Decides what IAM would, by an evaluator that shares nothing with the local engine. Where the engine ignores a condition,
 * this one does not.
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

/** @throws Error for a question that makes no sense to IAM, such as an unknown action */
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
    throw new Error(`The evaluator does not understand the question: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === 'Allowed';
}

/**
 * Decides what IAM would about the use of a key of KMS whose policy lets the policies of the account decide, as the CDK makes keys.
 *
 * The evaluator takes all the condition keys `kms:EncryptionContext:<name>` for one, but only where it knows the service. It also asks for
 * the policy of the key there. So KMS has another name here, in the question and in the policies.
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
