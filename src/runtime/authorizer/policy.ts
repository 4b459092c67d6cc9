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

/** A resource of an API: what stands before and after the one identifier in it, as both are the same for every request. */
interface ResourcePattern {
  readonly before: string;
  readonly after: string;
}

/** The resources that one rule keeps from others than its roles. */
interface CompiledRule extends Pick<AccessRule, 'roles'> {
  readonly resources: readonly ResourcePattern[];
}

/** What a role may do in its tenant, and what the rules keep from it. */
interface ResourcesOfRole {
  readonly allowed: readonly ResourcePattern[];
  readonly refused: readonly ResourcePattern[];
}

const USER_RESOURCES = [
  TENANT_API_ROUTE.listTenantsOfUser, TENANT_API_ROUTE.switchTenant, ...Object.values(TENANT_CREATION_ROUTE), ...Object.values(INVITED_ROUTE),
].map((route) => resourceOf(route, '{userId}'));

/** The tenant's own, with the role that each is kept for. */
const TENANT_RESOURCES = [TENANT_API_ROUTE.getTenant, TENANT_API_ROUTE.renameTenant]
  .map((route: Route) => ({ role: route.role, ...resourceOf(route, '{tenantId}') }));

/**
 * The routes that a team hangs under the tenant. One character at least: API Gateway finds the tenant's own resource behind
 * a slash at the end too, where a member would be let through to the routes of admins.
 */
const RESOURCES_BELOW_TENANT = METHODS.map((method): ResourcePattern => ({ before: `${method}/${TENANT_PATH}/`, after: '/?*' }));

/** The rules of the routes of the tenancy below the tenant. */
const OWN_RULES = [...Object.values<Route>(MEMBERS_ROUTE), ...Object.values<Route>(INVITATIONS_ROUTE)]
  .flatMap(({ method, path, role }) => (role === undefined ? [] : compile({ methods: [method], path, roles: [role] })));

/** `arn:<partition>:execute-api:<region>:<account>:<api id>/<stage>` of the ARN that API Gateway sends along. */
export function apiArn(methodArn: string): string {
  const arn = /^(arn:[a-z-]+:execute-api:[a-z0-9-]+:\d+:[A-Za-z0-9]+\/[\w-]+)\//.exec(methodArn)?.[1];
  if (arn === undefined) {
    throw new Error('The request names no method of a REST API: expected the ARN of one in methodArn.');
  }
  return arn;
}

/**
 * Makes the function that writes policies: all that a token allows on an API, and for how long.
 *
 * API Gateway caches the policy by token and holds it against every later request, whatever its path. So the policy
 * depends on nothing but the token and the rules, and lists exactly what is allowed on all routes.
 *
 * @param ofApplication The application's own rules, beside those of the tenancy.
 */
export function createTokenPolicy(ofApplication: readonly AccessRule[]) {
  const rules = [...OWN_RULES, ...ofApplication.map(compile)];
  const roles = new Map<TenantRole | undefined, ResourcesOfRole>();

  return (api: string, { userId, tenantId, tenantRole, expiresAt }: AuthorizerContext): PolicyDocument => {
    const allowed = fill(api, userId, USER_RESOURCES);
    const statements: Statement[] = [{
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: allowed,
      // A cached policy may outlive the token.
      Condition: { DateLessThan: { 'aws:CurrentTime': `${new Date(expiresAt * 1000).toISOString().slice(0, -'.000Z'.length)}Z` } },
    }];
    if (tenantId !== undefined) {
      const ofRole = resourcesOf(tenantRole);
      allowed.push(...fill(api, tenantId, ofRole.allowed));
      if (ofRole.refused.length > 0) {
        statements.push({ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: fill(api, tenantId, ofRole.refused) });
      }
    }
    return { Version: '2012-10-17', Statement: statements };
  };

  /** All tokens of a role share these. */
  function resourcesOf(role: TenantRole | undefined): ResourcesOfRole {
    let resources = roles.get(role);
    if (resources === undefined) {
      resources = {
        allowed: [...TENANT_RESOURCES.filter((own) => own.role === undefined || own.role === role), ...RESOURCES_BELOW_TENANT],
        refused: rules.filter((rule) => !rule.roles.includes(role!)).flatMap((rule) => rule.resources),
      };
      roles.set(role, resources);
    }
    return resources;
  }
}

/** What a rule keeps from a role: its path, and everything below. */
function compile({ methods, path, roles }: AccessRule): CompiledRule {
  const [beginning, ...rest] = path.split('{tenantId}');
  // A wildcard spans slashes. Where it stands for a method or a parameter it may refuse more than the rule says, and never less.
  const below = rest.join('*').replace(/\{[^/]+\}/g, '*');
  const resources = (methods === undefined ? ['*'] : refusedMethods(methods))
    .flatMap((method) => ['', '/*'].map((end) => ({ before: `${method}${beginning}`, after: `${below}${end}` })));
  return { roles, resources };
}

/** What has a `GET` may answer a `HEAD` in the same way (RFC 9110, section 9.3.2): so does a function behind `ANY`. */
function refusedMethods(methods: readonly string[]): readonly string[] {
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}

function resourceOf({ method, path }: Route, parameter: string): ResourcePattern {
  const [before, after] = `${method}${path}`.split(parameter);
  return { before, after };
}

function fill(api: string, identifier: string, resources: readonly ResourcePattern[]): string[] {
  return resources.map(({ before, after }) => `${api}/${before}${identifier}${after}`);
}
