import { HTTP_METHODS, methodPatterns } from './method-patterns';
import type { TenantRole } from './roles';
import { type RouteMethod, TENANT_API_ROUTE } from './routes';

/**
 * Limits routes of a tenant to some roles. A rule applies to its path and to everything below it. A request must satisfy every
 * rule that matches it, so no rule can allow what another one refuses. Routes that no rule matches are open to every member.
 */
export interface AccessRule {
  /** All methods by default. */
  readonly methods?: readonly RouteMethod[];
  /** Below `/tenant/{tenantId}`, in API Gateway's notation: `/tenant/{tenantId}/devices/{deviceId}`. */
  readonly path: string;
  /** The roles that can use the routes; at least one. */
  readonly roles: readonly TenantRole[];
}

/** Rules, compiled to patterns with the wildcards of a policy. */
export interface CompiledRules {
  /**
   * The number of characters from the end of the tenant's id that a Deny contains. A full id would leave room for few rules. A short
   * ending is enough, because the policy allows only this tenant. A path is refused wrongly only if a later segment has the same
   * ending and is followed by the path of a rule.
   */
  readonly endingLength: number;
  readonly rules: readonly CompiledRule[];
}

/** A rule, compiled to patterns with the wildcards of a policy. */
export interface CompiledRule {
  readonly roles: readonly TenantRole[];
  /** Patterns that match the methods, and no other method. */
  readonly methods: readonly string[];
  /**
   * The path after `/tenant/{tenantId}/`, with `*` for its parameters. A path that ends with `*` is the only pattern of the rule.
   * Any other path gets a second pattern for everything below it.
   */
  readonly path: string;
}

/** API Gateway accepts ARNs of up to 512 characters in a policy. The longest names of API, stage and tenant leave this many for a path. */
export const ACCESS_RULE_PATH_MAX_LENGTH = 250;

const BELOW_TENANT = `${TENANT_API_ROUTE.getTenant.path}/`;

/** The segments of a path after `/tenant/{tenantId}/`. */
export function segmentsBelowTenant(path: string): string[] {
  return path.slice(BELOW_TENANT.length).split('/');
}

/** Whether a segment of a path in API Gateway's notation stands for any text. */
export function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

/** The methods of a rule. A rule for `GET` includes `HEAD` (RFC 9110, section 9.3.2), since a function behind `ANY` handles both. */
export function methodsOf({ methods = HTTP_METHODS }: { readonly methods?: readonly string[] }): readonly string[] {
  return HTTP_METHODS.filter((method) => methods.includes(method) || (method === 'HEAD' && methods.includes('GET')));
}

/** Compiles a rule. Its patterns match exactly the requests that the rule is about, whatever other routes the API has. */
export function compileRule(rule: AccessRule): CompiledRule {
  const methods = methodsOf(rule);
  return {
    roles: rule.roles,
    methods: methodPatterns(methods, HTTP_METHODS.filter((method) => !methods.includes(method))),
    path: segmentsBelowTenant(rule.path).map((segment) => (isParameter(segment) ? '*' : segment)).join('/'),
  };
}
