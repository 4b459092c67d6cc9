/** API Gateway in tests: it finds the resource of a request, and decides with an independent IAM evaluator. */
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from 'aws-lambda';
import { MEMBERS_ROUTE, TENANT_API_ROUTE } from '../../src/contract/routes';

export const API_ARN = 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod';

/** The ARN of a request for the policy: method and path as sent, without decoding or normalization. */
export function methodArn(method: string, rawPath: string): string {
  return `${API_ARN}/${method}${rawPath}`;
}

/** An ARN of a route, on which a policy is validated. */
const VALID_ARN = methodArn('GET', '/tenant');

/** Policies that the evaluator has validated. */
const validated = new WeakSet<PolicyDocument>();

/** @throws Error for a policy that is invalid for IAM */
export async function policyAllows(policy: PolicyDocument, method: string, rawPath: string, at: Date): Promise<boolean> {
  const questionAbout = (resource: string) => ({
    request: {
      principal: 'arn:aws:iam::123456789012:role/caller',
      action: 'execute-api:Invoke',
      resource: { resource, accountId: '123456789012' },
      contextVariables: { 'aws:CurrentTime': at.toISOString() },
    },
    identityPolicies: [{ name: 'authorizer', policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  });
  // The validation of a question takes most of its time, above all the validation of a long ARN.
  if (!validated.has(policy)) {
    const outcome = await runSimulation(questionAbout(VALID_ARN), {});
    if (outcome.resultType !== 'single') {
      throw new Error(`The evaluator did not decide on the policy ${JSON.stringify(policy)}: ${JSON.stringify(outcome)}`);
    }
    validated.add(policy);
  }
  // A star in a path is an ordinary character, but the evaluator would read it as a wildcard.
  return runUnsafeSimulation(questionAbout(methodArn(method, rawPath.replaceAll('*', '+'))), {}) === 'Allowed';
}

export interface RoutedRequest {
  /** In API Gateway's notation. */
  readonly resource: string;
  readonly pathParameters: Record<string, string>;
}

const ROUTES = [...Object.values(TENANT_API_ROUTE), ...Object.values(MEMBERS_ROUTE)];

/** The resource of the web-app API for a path. A slash at the end makes no difference. */
export function resourceOf(method: string, path: string): RoutedRequest | undefined {
  for (const route of ROUTES.filter((candidate) => candidate.method === method)) {
    const pattern = route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}/?$`).exec(path);
    if (match) return { resource: route.path, pathParameters: { ...match.groups } };
  }
  return undefined;
}
