/** Decides on a request as API Gateway does with the policy of an authorizer, by an IAM evaluator that is not ours. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from 'aws-lambda';

export const API_ARN = 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod';

/** The ARN that a request is held against: method and path as they were sent, nothing decoded or normalized. */
export function methodArn(method: string, rawPath: string): string {
  return `${API_ARN}/${method}${rawPath}`;
}

export async function policyAllows(policy: PolicyDocument, method: string, rawPath: string, at: Date): Promise<boolean> {
  const outcome = await runSimulation({
    request: {
      principal: 'arn:aws:iam::123456789012:role/caller',
      action: 'execute-api:Invoke',
      // In a path, a star is a character like any other; the evaluator would read it as a pattern.
      resource: { resource: methodArn(method, rawPath.replaceAll('*', '+')), accountId: '123456789012' },
      contextVariables: { 'aws:CurrentTime': at.toISOString() },
    },
    identityPolicies: [{ name: 'authorizer', policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, {});
  if (outcome.resultType !== 'single') {
    throw new Error(`The evaluator did not decide on ${method} ${rawPath}: ${JSON.stringify(outcome)}`);
  }
  return outcome.overallResult === 'Allowed';
}
