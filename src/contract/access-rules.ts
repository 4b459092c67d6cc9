import { HTTP_METHODS, methodPatterns } from './method-patterns';
import type { TenantRole } from './roles';
import { type RouteMethod, TENANT_API_ROUTE } from './routes';

/**
 * Keeps routes of a tenant to some roles. It holds for its path and for everything below it, and a request must satisfy
 * every rule that matches it: what one rule refuses, no other gives back. What no rule matches is open to every member.
 */
export interface AccessRule {
  /** Left out: all methods. */
  readonly methods?: readonly RouteMethod[];
  /** Below `/tenant/{tenantId}`, in API Gateway's notation: `/tenant/{tenantId}/devices/{deviceId}`. */
  readonly path: string;
  /** Who may; at least one. */
  readonly roles: readonly TenantRole[];
}

/** Rules in the wildcards of a policy. */
export interface CompiledRules {
  /**
   * How many characters at the end of the tenant's id a Deny contains. A whole id would leave room for few rules. A short ending is
   * enough, because the policy allows only this tenant. A path is refused wrongly only if a later segment has the same ending and is
   * followed by the path of a rule.
   */
  readonly endingLength: number;
  readonly rules: readonly CompiledRule[];
}

/** A rule in the wildcards of a policy. */
export interface CompiledRule {
  readonly roles: readonly TenantRole[];
  /** Patterns that match the methods, and no other method. */
  readonly methods: readonly string[];
  /**
   * The path behind `/tenant/{tenantId}/`, with `*` for its parameters. With `*` at its end it is the one pattern of the rule;
   * otherwise the rule is also about everything below.
   */
  readonly path: string;
}

/** API Gateway accepts ARNs of 512 characters in a policy: this is what the longest names of API, stage and tenant leave of them. */
export const ACCESS_RULE_PATH_MAX_LENGTH = 250;

const BELOW_TENANT = `${TENANT_API_ROUTE.getTenant.path}/`;

/** The segments of a path behind `/tenant/{tenantId}/`. */
export function segmentsBelowTenant(path: string): string[] {
  return path.slice(BELOW_TENANT.length).split('/');
}

/** Whether a segment of a path in API Gateway's notation stands for any text. */
export function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

/** The methods of a rule. What answers `GET` may answer `HEAD` alike (RFC 9110, section 9.3.2): a function behind `ANY` does. */
export function methodsOf({ methods = HTTP_METHODS }: { readonly methods?: readonly string[] }): readonly string[] {
  return HTTP_METHODS.filter((method) => methods.includes(method) || (method === 'HEAD' && methods.includes('GET')));
}

/** The rule for routes of any kind: its patterns match the requests that it is about, whatever other routes there are. */
export function compileRule(rule: AccessRule): CompiledRule {
  const methods = methodsOf(rule);
  return {
    roles: rule.roles,
    methods: methodPatterns(methods, HTTP_METHODS.filter((method) => !methods.includes(method))),
    path: segmentsBelowTenant(rule.path).map((segment) => (isParameter(segment) ? '*' : segment)).join('/'),
  };
}
