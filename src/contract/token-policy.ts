import type { CompiledRule, CompiledRules } from './access-rules';
import { AUDIT_READERS } from './audit';
import type { AuthorizerContext } from './authorizer-context';
import type { TenantAccess } from './claims';
import { HTTP_METHODS, isReading, methodsMatching } from './method-patterns';
import { TENANT_ROLE, type TenantRole } from './roles';
import { type Route, TENANT_API_ROUTE, ADDITIONAL_TENANTS_ROUTE, TENANT_PATH, USER_TENANTS_PATH } from './routes';
import { matchesPattern } from './wildcards';

/**
 * The policy of a token: everything that the token allows on an API. The authorizer writes it, and the construct measures the longest
 * one at synth.
 *
 * API Gateway caches a policy by token and evaluates it for every later request with that token, whatever the path. So the policy must
 * depend only on the caller and the rules, never on the request.
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

/** The texts before and after the identifier in the ARN of a resource. They are the same for every request. */
interface ResourcePattern {
  readonly before: string;
  readonly after: string;
}

/** Resources that a role can use in its tenant, and resources that the rules deny it. */
interface ResourcesOfRole {
  readonly allowed: readonly ResourcePattern[];
  readonly denied: readonly ResourcePattern[];
}

const USER_RESOURCES: readonly ResourcePattern[] = [
  ...[TENANT_API_ROUTE.listTenantsOfUser, TENANT_API_ROUTE.switchTenant, ...Object.values(ADDITIONAL_TENANTS_ROUTE)].map((route) => resourceOf(route, '{userId}')),
  // One ARN for the three routes of an invitation and for ending all sessions. Four ARNs would take too much room in the policy.
  { before: `POST/${USER_TENANTS_PATH}/`, after: '/*' },
  // Restoring a closing tenant that the token does not carry, and deleting the account. One ARN for both, because room is short.
  { before: `DELETE/${USER_TENANTS_PATH}/`, after: '/*' },
];

/** The routes of the tenant itself, each with its role. */
const TENANT_RESOURCES = [TENANT_API_ROUTE.getTenant, TENANT_API_ROUTE.renameTenant]
  .map((route: Route) => ({ method: route.method, role: route.role, ...resourceOf(route, '{tenantId}') }));

/** The routes below the tenant, including those of the application. */
const RESOURCES_BELOW_TENANT = HTTP_METHODS.map((method) => ({ method, before: `${method}/${TENANT_PATH}/`, after: '/*' }));

/**
 * Ends of the ARNs of paths with an empty segment. API Gateway ignores a slash at the end. Without this Deny, a member could call the admin's
 * `PUT /tenant/{tenantId}` as `PUT /tenant/{tenantId}/`.
 */
export const EMPTY_SEGMENTS = ['/', '//*'] as const;

/** A rule. Rules of applications also hold for everything below their path. */
interface Rule extends CompiledRule {
  /** Whether the rule holds for its path only. That takes less room in the policy. */
  readonly isExact?: true;
}

/** The rules of the tenancy's own routes below the tenant. They are written in compiled form to keep the compiler out of the authorizer. */
const OWN_RULES: readonly Rule[] = [
  { roles: [TENANT_ROLE.admin], methods: ['D*', 'P*'], path: 'members/*' },
  { roles: [TENANT_ROLE.admin], methods: ['*E*', 'PO*'], path: 'invitations' },
  { roles: [TENANT_ROLE.admin], methods: ['PU*'], path: 'closure', isExact: true },
  { roles: [TENANT_ROLE.admin], methods: ['PO*'], path: 'exports', isExact: true },
  { roles: [TENANT_ROLE.admin], methods: ['G*'], path: 'exports/*' },
  { roles: AUDIT_READERS, methods: ['G*'], path: 'audit', isExact: true },
];

/**
 * Creates the function that writes policies. The parts that do not depend on a request are computed once for each API and role.
 *
 * @param ofApplication The application's own rules, in addition to those of the tenancy.
 */
export function createTokenPolicy(ofApplication: CompiledRules) {
  const rules = [...OWN_RULES, ...ofApplication.rules];
  // API Gateway, not the caller, determines the API and the stage, so there are few entries.
  const apis = new Map<string, ApiPolicies>();

  return (api: string, { userId, tenantId, tenantRole, tenantAccess, expiresAt }: Omit<AuthorizerContext, 'userName'>): TokenPolicy => {
    let ofApi = apis.get(api);
    if (ofApi === undefined) {
      ofApi = new ApiPolicies(api, rules);
      apis.set(api, ofApi);
    }
    const allowed: string[] = [];
    const denied = [...ofApi.emptySegments];
    addResources(allowed, ofApi.ofUser, userId);
    if (tenantId !== undefined) {
      const ofRole = ofApi.resourcesOf(tenantRole, tenantAccess);
      addResources(allowed, ofRole.allowed, tenantId);
      addResources(denied, ofRole.denied, endingOfTenant(tenantId, ofApplication.endingLength));
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
}

/** The parts of the policies of one API. */
class ApiPolicies {
  readonly ofUser: readonly ResourcePattern[];
  readonly emptySegments: readonly string[];
  private readonly beginningOfDenied: string;
  private readonly roles = new Map<string, ResourcesOfRole>();

  constructor(private readonly api: string, private readonly rules: readonly Rule[]) {
    this.beginningOfDenied = beginningOfDenied(api);
    this.ofUser = beginningWith(api, USER_RESOURCES);
    this.emptySegments = EMPTY_SEGMENTS.map((end) => `${this.beginningOfDenied}${end}`);
  }

  /** The resources that all tokens with this role and access share. */
  resourcesOf(role: TenantRole | undefined, access: TenantAccess | undefined): ResourcesOfRole {
    // No name of a role contains a space.
    const key = `${role} ${access}`;
    let resources = this.roles.get(key);
    if (resources === undefined) {
      resources = {
        allowed: beginningWith(this.api, [
          ...TENANT_RESOURCES.filter((own) => own.role === undefined || own.role === role), ...RESOURCES_BELOW_TENANT,
        ].filter(({ method }) => access === undefined || isReading(method))),
        denied: beginningWith(this.beginningOfDenied, deniedResources(this.rules.filter((rule) => !rule.roles.includes(role!)))),
      };
      this.roles.set(key, resources);
    }
    return resources;
  }
}

function addResources(resources: string[], patterns: readonly ResourcePattern[], identifier: string): void {
  for (const { before, after } of patterns) resources.push(before + identifier + after);
}

function beginningWith(beginning: string, patterns: readonly ResourcePattern[]): ResourcePattern[] {
  return patterns.map(({ before, after }) => ({ before: `${beginning}/${before}`, after }));
}

/** The resources that rules deny a role, without patterns that another pattern covers. */
function deniedResources(rules: readonly Rule[]): ResourcePattern[] {
  const patterns = rules.flatMap(({ methods, path, isExact }) => methods.flatMap((method) =>
    (isExact || path.endsWith('*') ? [path] : [path, `${path}/*`]).map((below) => ({ method, methods: methodsMatching(method), below }))));
  return patterns
    .filter((pattern, index) => !patterns.some((other, otherIndex) => otherIndex !== index
      && pattern.methods.every((method) => other.methods.includes(method)) && matchesPattern(other.below, pattern.below)
      // The first of two equal patterns stays.
      && (otherIndex < index || pattern.methods.length !== other.methods.length || pattern.below !== other.below)))
    .map(({ method, below }) => ({ before: method.endsWith('*') ? method : `${method}/*`, after: `/${below}` }));
}

/**
 * `arn:<partition>:execute-api:*:*:<api id>/*`, a form that AWS documents. The id of the API is necessary: without it, the pattern of a
 * method could match a part of the stage's name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html
 */
function beginningOfDenied(api: string): string {
  const [arn, partition, service,,, resource] = api.split(':');
  return `${arn}:${partition}:${service}:*:*:${resource.slice(0, resource.indexOf('/'))}/*`;
}

/**
 * The end of a tenant's path, with at most `length` characters of the tenant's id. It includes the end of `tenant/`, because a user's id
 * may end with the same characters as the tenant's id, and the path of a user begins with `tenants/`.
 */
function endingOfTenant(tenantId: string, length: number): string {
  const ofId = tenantId.length <= length ? tenantId : `*${tenantId.slice(-length)}`;
  return `${TENANT_PATH.slice(-1)}/${ofId}`;
}

function resourceOf({ method, path }: Route, parameter: string): ResourcePattern {
  const [before, after] = `${method}${path}`.split(parameter);
  return { before, after };
}
