/** What API Gateway does with a request: it finds the resource, and decides by an IAM evaluator (here one that is not ours). */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from 'aws-lambda';
import { MEMBERS_ROUTE, TENANT_API_ROUTE } from '../../src/contract/routes';

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

export interface RoutedRequest {
  /** In API Gateway's notation. */
  readonly resource: string;
  readonly pathParameters: Record<string, string>;
}

const ROUTES = [...Object.values(TENANT_API_ROUTE), ...Object.values(MEMBERS_ROUTE)];

/** The resource of the web-app API that a path leads to. A slash at the end makes no difference. */
export function resourceOf(method: string, path: string): RoutedRequest | undefined {
  for (const route of ROUTES.filter((candidate) => candidate.method === method)) {
    const pattern = route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}/?$`).exec(path);
    if (match) return { resource: route.path, pathParameters: { ...match.groups } };
  }
  return undefined;
}
