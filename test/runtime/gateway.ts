/** API Gateway in tests: it finds the resource of a request, and decides with an independent IAM evaluator. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from 'aws-lambda';
import { MEMBERS_ROUTE, TENANT_API_ROUTE } from '../../src/contract/routes';

export const API_ARN = 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod';

/** The ARN of a request for the policy: method and path as sent, without decoding or normalization. */
export function methodArn(method: string, rawPath: string): string {
  return `${API_ARN}/${method}${rawPath}`;
}

export async function policyAllows(policy: PolicyDocument, method: string, rawPath: string, at: Date): Promise<boolean> {
  const outcome = await runSimulation({
    request: {
      principal: 'arn:aws:iam::123456789012:role/caller',
      action: 'execute-api:Invoke',
      // A star in a path is an ordinary character, but the evaluator would read it as a wildcard.
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
