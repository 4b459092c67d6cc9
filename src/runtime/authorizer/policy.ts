import type { PolicyDocument, Statement } from 'aws-lambda';
import type { AccessRule } from '../../contract/access-rules';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import type { TenantRole } from '../../contract/roles';
import {
  INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route, TENANT_API_ROUTE, TENANT_CREATION_ROUTE, TENANT_PATH,
} from '../../contract/routes';

/**
 * Methods of the routes that a team hangs under `/tenant/{tenantId}`. They are spelled out because a wildcard for the
 * method would span slashes too: it would match this tenant's path behind the path of another tenant.
 */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

const TENANT_ROUTES: readonly Route[] = [TENANT_API_ROUTE.getTenant, TENANT_API_ROUTE.renameTenant];

const USER_ROUTES: readonly Route[] = [
  TENANT_API_ROUTE.listTenantsOfUser, TENANT_API_ROUTE.switchTenant, ...Object.values(TENANT_CREATION_ROUTE), ...Object.values(INVITED_ROUTE),
];

/** The rules of the routes of the tenancy below the tenant. */
const OWN_RULES: readonly AccessRule[] = [...Object.values<Route>(MEMBERS_ROUTE), ...Object.values<Route>(INVITATIONS_ROUTE)]
  .flatMap(({ method, path, role }) => (role === undefined ? [] : { methods: [method], path, roles: [role] }));

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
 * depends on nothing but the token and the rules, and lists exactly what is allowed on all routes.
 *
 * @param rules The application's own, beside those of the tenancy.
 */
export function tokenPolicy(api: string, principal: AuthorizerContext, rules: readonly AccessRule[]): PolicyDocument {
  const arns = (routes: string[]) => routes.map((route) => `${api}/${route}`);
  const refused = refusedRoutes(principal, [...OWN_RULES, ...rules]);
  const statements: Statement[] = [{
    Effect: 'Allow',
    Action: 'execute-api:Invoke',
    Resource: arns([...userRoutes(principal), ...tenantRoutes(principal)]),
    // A cached policy may outlive the token.
    Condition: { DateLessThan: { 'aws:CurrentTime': new Date(principal.expiresAt * 1000).toISOString().replace('.000', '') } },
  }];
  if (refused.length > 0) {
    statements.push({ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: arns(refused) });
  }
  return { Version: '2012-10-17', Statement: statements };
}

function userRoutes({ userId }: AuthorizerContext): string[] {
  return USER_ROUTES.map(({ method, path }) => `${method}${path.replace('{userId}', userId)}`);
}

function tenantRoutes({ tenantId, tenantRole }: AuthorizerContext): string[] {
  if (tenantId === undefined) return [];

  return [
    ...TENANT_ROUTES
      .filter(({ role }) => role === undefined || role === tenantRole)
      .map(({ method, path }) => `${method}${path.replace('{tenantId}', tenantId)}`),
    // One character at least: API Gateway finds the tenant's own resource behind a slash at the end too, where a member
    // would be let through to the routes of admins.
    ...METHODS.map((method) => `${method}/${TENANT_PATH}/${tenantId}/?*`),
  ];
}

/** What the rules keep from a role: their paths, and everything below. */
function refusedRoutes({ tenantId, tenantRole }: AuthorizerContext, rules: readonly AccessRule[]): string[] {
  if (tenantId === undefined) return [];

  return rules.filter(({ roles }) => !roles.includes(tenantRole as TenantRole)).flatMap(({ methods, path }) => {
    // A wildcard spans slashes. Where it stands for a method or a parameter it may refuse more than the rule says, and never less.
    const refused = path.replace('{tenantId}', tenantId).replace(/\{[^/]+\}/g, '*');
    return (methods === undefined ? ['*'] : refusedMethods(methods)).flatMap((method) => [`${method}${refused}`, `${method}${refused}/*`]);
  });
}

/** What has a `GET` may answer a `HEAD` in the same way (RFC 9110, section 9.3.2): so does a function behind `ANY`. */
function refusedMethods(methods: readonly string[]): readonly string[] {
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}
