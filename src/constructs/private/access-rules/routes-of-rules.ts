import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { FittingRulesProps } from './fitting-rules';
import type { KnownRoute } from './known-routes';
import { mayMatch } from './route-overlap';
import { type AccessRule, compileRule, methodsOf, segmentsBelowTenant } from '../../../contract/access-rules';

/** Adds a warning for each rule that matches no known route, because the intended route stays open to every member. */
export function warnOfRulesWithoutRoute(scope: IConstruct, { rules, apis: { routes } }: FittingRulesProps): void {
  for (const rule of rules) {
    if (!routes.some((route) => isAbout(rule, route))) {
      const nearest = nearestRoute(rule.path, routes);
      Annotations.of(scope).addWarningV2(`cdk-tenancy:accessRuleWithoutRoute:${rule.path}`, `The access rule for ${descriptionOf(rule)} matches no route behind `
        + `this authorizer. ${nearest ? `The nearest route is ${nearest.method} ${nearest.path}; every member can use it unless another rule restricts it.` : 'It has no routes below the tenant.'} `
        + 'Correct the rule, or acknowledge this warning if the route is added by another app.');
    }
  }
}

function descriptionOf({ methods, path }: AccessRule): string {
  return methods === undefined ? path : `${methods.join(', ')} ${path}`;
}

function isAbout(rule: AccessRule, { method, path }: KnownRoute): boolean {
  const isForMethod = method === 'ANY' || methodsOf(rule).includes(method);
  const { path: pattern } = compileRule(rule);
  const route = segmentsBelowTenant(path).join('/');
  return isForMethod && (mayMatch(route, pattern) || mayMatch(route, `${pattern}/*`));
}

function nearestRoute(path: string, routes: readonly KnownRoute[]): KnownRoute | undefined {
  const { length } = path.split('/');
  const far = (route: KnownRoute) => distance(withoutNames(path), withoutNames(route.path.split('/').slice(0, length).join('/')));
  return [...routes].sort((a, b) => far(a) - far(b) || a.path.length - b.path.length)[0];
}

/** Removes the names of parameters, which make no difference. */
function withoutNames(path: string): string {
  return path.replace(/\{[^{}]+\}/g, '{}');
}

/** The Levenshtein distance of two texts. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  [...from].forEach((character, i) => {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (character === to[j] ? 0 : 1)));
    }
    row = next;
  });
  return row[to.length];
}
