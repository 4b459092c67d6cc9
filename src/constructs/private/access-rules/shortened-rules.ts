import type { KnownRoute } from './known-routes';
import { ANY_BUT_SLASH, mayMatch } from './route-overlap';
import { type AccessRule, compileRule, type CompiledRule, isParameter, methodsOf, segmentsBelowTenant } from '../../../contract/access-rules';
import { HTTP_METHODS, methodPatterns } from '../../../contract/method-patterns';

/**
 * Compiles rules so that they need about half the space in a policy. For known routes they match the same requests. For other routes they
 * may refuse more: `devices*` is right only if there is no route `devices-archive`, or if a rule refuses it to the same roles.
 *
 * @param known The routes of the app. The paths and methods of rules are treated as routes too.
 */
export function shortenRules(rules: readonly AccessRule[], known: readonly KnownRoute[]): CompiledRule[] {
  const ofRules = rules.flatMap((rule) => methodsOf(rule).flatMap((method) => ['', '/{proxy+}'].map((end) => ({ method, path: `${rule.path}${end}` }))));
  return rules.map((rule) => {
    const { roles, methods, path } = compileRule(rule);
    const isWide = !path.endsWith('*') && !isOpenBeside(rule, `${path}${ANY_BUT_SLASH}*`, rules, [...known, ...ofRules]);
    const below = isWide ? `${path}*` : path;
    // The methods are computed last, because they must be right for all routes that the final path matches.
    const patterns = below.endsWith('*') ? [below] : [below, `${below}/*`];
    return { roles, methods: shortestMethods(rule, methods, patterns, known, ofRules), path: below };
  });
}

/** Returns short patterns for the methods of a rule. They can match other methods too, if none of its routes has them. */
function shortestMethods(
  rule: AccessRule, exact: readonly string[], paths: readonly string[], known: readonly KnownRoute[], ofRules: readonly KnownRoute[],
): readonly string[] {
  const matching = (routes: readonly KnownRoute[]) => routes.filter((route) => paths.some((path) => matches(route, path)));
  const routes = matching(known);
  if (routes.length === 0) return exact;

  const ofRule = methodsOf(rule);
  const used = [...routes, ...matching(ofRules)].flatMap(({ method }) => (method === 'ANY' ? HTTP_METHODS : [method]));
  const shortest = methodPatterns(ofRule, used.filter((method) => !ofRule.includes(method)));
  return shortest.length < exact.length ? shortest : exact;
}

/** Whether a pattern matches a route that no rule refuses to the same roles for the same methods. */
function isOpenBeside(rule: AccessRule, pattern: string, rules: readonly AccessRule[], routes: readonly KnownRoute[]): boolean {
  const matching = routes.filter((route) => matches(route, pattern));
  const asStrict = rules.filter((other) =>
    other.roles.every((role) => rule.roles.includes(role)) && methodsOf(rule).every((method) => methodsOf(other).includes(method)));
  return matching.some((route) => !asStrict.some((other) => isBelow(route, other)));
}

function matches({ path }: KnownRoute, pattern: string): boolean {
  return mayMatch(segmentsBelowTenant(path).join('/'), pattern);
}

/** Whether a rule applies to all requests to a route. */
function isBelow(route: KnownRoute, rule: AccessRule): boolean {
  const segments = segmentsBelowTenant(route.path);
  return segmentsBelowTenant(rule.path).every((segment, index) =>
    (isParameter(segment) ? segments[index] !== undefined : segment === segments[index]));
}
