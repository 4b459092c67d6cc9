import type { PolicyDocument } from 'aws-lambda';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { TENANT_API_ROUTE, TENANT_PATH, type Route } from '../../contract/routes';

/**
 * Methods of the routes that a team hangs under `/tenant/{tenantId}`. They are spelled out because a wildcard for the
 * method would span slashes too: it would match this tenant's path behind the path of another tenant.
 */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** `arn:<partition>:execute-api:<region>:<account>:<api id>/<stage>` of the ARN that API Gateway sends along. */
export function apiArn(methodArn: string): string {
  const arn = /^(arn:[a-z-]+:execute-api:[a-z0-9-]+:\d+:[A-Za-z0-9]+\/[\w-]+)\//.exec(methodArn)?.[1];
  if (arn === undefined) {
    throw new Error('The request names no method of a REST API: expected the ARN of one in methodArn.');
  }
  return arn;
}

/**
 * All that a token allows on an API, and for how long.
 *
 * API Gateway caches the policy by token and holds it against every later request, whatever its path. So the policy
 * depends on nothing but the token, and lists exactly what is allowed on all routes.
 */
export function tokenPolicy(api: string, principal: AuthorizerContext): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: [...userRoutes(principal), ...tenantRoutes(principal)].map((route) => `${api}/${route}`),
      // A cached policy may outlive the token.
      Condition: { DateLessThan: { 'aws:CurrentTime': new Date(principal.expiresAt * 1000).toISOString().replace('.000', '') } },
    }],
  };
}

function userRoutes({ userId }: AuthorizerContext): string[] {
  const { method, path } = TENANT_API_ROUTE.listTenantsOfUser;
  return [`${method}${path.replace('{userId}', userId)}`];
}

function tenantRoutes({ tenantId, tenantRole }: AuthorizerContext): string[] {
  if (tenantId === undefined) return [];

  const ownRoutes: readonly Route[] = [TENANT_API_ROUTE.getTenant, TENANT_API_ROUTE.renameTenant];
  return [
    ...ownRoutes
      .filter(({ role }) => role === undefined || role === tenantRole)
      .map(({ method, path }) => `${method}${path.replace('{tenantId}', tenantId)}`),
    // One character at least: API Gateway finds the tenant's own resource behind a slash at the end too, where a member
    // would be let through to the routes of admins.
    ...METHODS.map((method) => `${method}/${TENANT_PATH}/${tenantId}/?*`),
  ];
}
