import type { CompiledRule, CompiledRules } from './access-rules';
import type { AuthorizerContext } from './authorizer-context';
import { HTTP_METHODS, methodsMatching } from './method-patterns';
import { TENANT_ROLE, type TenantRole } from './roles';
import { type Route, TENANT_API_ROUTE, TENANT_CREATION_ROUTE, TENANT_PATH, USER_TENANTS_PATH } from './routes';
import { matchesPattern } from './wildcards';

/**
 * The policy of a token: all that the token allows on an API. Both sides know it: the authorizer writes it, and the construct
 * measures the longest one.
 *
 * API Gateway caches a policy by token and holds it against every later request of the token, whatever its path. So the policy depends on
 * nothing but the token and the rules.
 *
 * In a policy, `*` also matches slashes. An Allow must therefore spell out the ARN up to the path below the tenant. Otherwise it would
 * match this tenant's path inside another tenant's path. A Deny can be shorter, because it only limits what is allowed.
 */
export interface TokenPolicy {
  Version: '2012-10-17';
  Statement: TokenPolicyStatement[];
}

interface TokenPolicyStatement {
  Effect: 'Allow' | 'Deny';
  Action: 'execute-api:Invoke';
  Resource: string[];
  Condition?: { DateLessThan: { 'aws:CurrentTime': string } };
}

/** Resources of an API: what stands before and after the one identifier in them, as both are the same for every request. */
interface ResourcePattern {
  readonly before: string;
  readonly after: string;
}

/** What a role may do in its tenant, and what the rules keep from it. */
interface ResourcesOfRole {
  readonly allowed: readonly ResourcePattern[];
  readonly denied: readonly ResourcePattern[];
}

const USER_RESOURCES: readonly ResourcePattern[] = [
  ...[TENANT_API_ROUTE.listTenantsOfUser, TENANT_API_ROUTE.switchTenant, ...Object.values(TENANT_CREATION_ROUTE)].map((route) => resourceOf(route, '{userId}')),
  // One ARN for all answers to an invitation: three would take too much of the policy.
  { before: `POST/${USER_TENANTS_PATH}/`, after: '/invitations/*' },
];

/** The tenant's own, with the role that each is kept for. */
const TENANT_RESOURCES = [TENANT_API_ROUTE.getTenant, TENANT_API_ROUTE.renameTenant]
  .map((route: Route) => ({ role: route.role, ...resourceOf(route, '{tenantId}') }));

/** The routes that a team hangs under the tenant. */
const RESOURCES_BELOW_TENANT = HTTP_METHODS.map((method): ResourcePattern => ({ before: `${method}/${TENANT_PATH}/`, after: '/*' }));

/**
 * Ends of the ARNs of paths with an empty segment. API Gateway ignores a slash at the end. Without this Deny, a member could call the admin's
 * `PUT /tenant/{tenantId}` as `PUT /tenant/{tenantId}/`.
 */
export const EMPTY_SEGMENTS = ['/', '//*'] as const;

/** The rules of the tenancy's own routes below the tenant, compiled: the authorizer starts without the code for it. */
const OWN_RULES: readonly CompiledRule[] = [
  { roles: [TENANT_ROLE.admin], methods: ['D*', 'PU*'], path: 'members/*' },
  { roles: [TENANT_ROLE.admin], methods: ['*E*', 'PO*'], path: 'invitations' },
];

/**
 * Makes the function that writes policies. What does not depend on a request is made once for each role.
 *
 * @param ofApplication The application's own rules, beside those of the tenancy.
 */
export function createTokenPolicy(ofApplication: CompiledRules) {
  const rules = [...OWN_RULES, ...ofApplication.rules];
  const roles = new Map<TenantRole | undefined, ResourcesOfRole>();

  return (api: string, { userId, tenantId, tenantRole, expiresAt }: Omit<AuthorizerContext, 'userName'>): TokenPolicy => {
    const allowed = USER_RESOURCES.map(({ before, after }) => `${api}/${before}${userId}${after}`);
    const beginning = beginningOfDenied(api);
    const denied = EMPTY_SEGMENTS.map((end) => `${beginning}${end}`);
    if (tenantId !== undefined) {
      const ofRole = resourcesOf(tenantRole);
      for (const { before, after } of ofRole.allowed) allowed.push(`${api}/${before}${tenantId}${after}`);

      const ending = endingOfTenant(tenantId, ofApplication.endingLength);
      for (const { before, after } of ofRole.denied) denied.push(`${beginning}/${before}${ending}${after}`);
    }
    return {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: allowed,
          // A cached policy may outlive the token.
          Condition: { DateLessThan: { 'aws:CurrentTime': `${new Date(expiresAt * 1000).toISOString().slice(0, -'.000Z'.length)}Z` } },
        },
        { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: denied },
      ],
    };
  };

  /** All tokens of a role share these. */
  function resourcesOf(role: TenantRole | undefined): ResourcesOfRole {
    let resources = roles.get(role);
    if (resources === undefined) {
      resources = {
        allowed: [...TENANT_RESOURCES.filter((own) => own.role === undefined || own.role === role), ...RESOURCES_BELOW_TENANT],
        denied: deniedResources(rules.filter((rule) => !rule.roles.includes(role!))),
      };
      roles.set(role, resources);
    }
    return resources;
  }
}

/** What rules keep from a role, without what others of them keep from it anyway. */
function deniedResources(rules: readonly CompiledRule[]): ResourcePattern[] {
  const patterns = rules.flatMap(({ methods, path }) => methods.flatMap((method) =>
    (path.endsWith('*') ? [path] : [path, `${path}/*`]).map((below) => ({ method, methods: methodsMatching(method), below }))));
  return patterns
    .filter((pattern, index) => !patterns.some((other, otherIndex) => otherIndex !== index
      && pattern.methods.every((method) => other.methods.includes(method)) && matchesPattern(other.below, pattern.below)
      // Of two that are the same, the first stays.
      && (otherIndex < index || pattern.methods.length !== other.methods.length || pattern.below !== other.below)))
    .map(({ method, below }) => ({ before: method.endsWith('*') ? method : `${method}/*`, after: `/${below}` }));
}

/**
 * `arn:<partition>:execute-api:*:*:<api id>/*`, a form that AWS documents. The id of the API has to be there: it keeps the pattern of a
 * method from matching a part of the stage's name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html
 */
function beginningOfDenied(api: string): string {
  const [arn, partition, service,,, resource] = api.split(':');
  return `${arn}:${partition}:${service}:*:*:${resource.slice(0, resource.indexOf('/'))}/*`;
}

/**
 * How the path of a tenant ends, with at most so many characters of its id. The end of `tenant/` is in front: the id of a user may end
 * like that of the tenant, and the path of a user begins with `tenants/`.
 */
function endingOfTenant(tenantId: string, length: number): string {
  const ofId = tenantId.length <= length ? tenantId : `*${tenantId.slice(-length)}`;
  return `${TENANT_PATH.slice(-1)}/${ofId}`;
}

function resourceOf({ method, path }: Route, parameter: string): ResourcePattern {
  const [before, after] = `${method}${path}`.split(parameter);
  return { before, after };
}
