import { matchesPattern } from './wildcards';

/** HTTP methods that a route of API Gateway can have. */
export const HTTP_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

/** Whether requests with a method only read. A token of a read-only tenant allows no other methods. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * Short patterns for one method or several. A policy is limited in size, and each of its ARNs has room for one method. There, `P*T`
 * stands for `POST` and `PUT`, and saves an ARN. API Gateway has no methods other than these, so no pattern matches too much.
 */
const PATTERNS = ['*', 'P*', 'P*T', '*T', '*E*', '*ET*', '*A*', '*D*', '*O*', 'D*', 'G*', 'H*', 'O*', 'PA*', 'PO*', 'PU*'];

/** The methods that a pattern matches. */
export function methodsMatching(pattern: string): string[] {
  return HTTP_METHODS.filter((method) => matchesPattern(pattern, method));
}

/** The shortest list of patterns that match all of the methods, and none of the others. */
export function methodPatterns(methods: readonly string[], others: readonly string[]): string[] {
  const usable = PATTERNS
    .map((pattern) => ({ pattern, matching: methodsMatching(pattern) }))
    .filter(({ matching }) => !matching.some((method) => others.includes(method)));
  return fewest(methods, usable);
}

interface UsablePattern {
  readonly pattern: string;
  readonly matching: readonly string[];
}

function fewest(methods: readonly string[], usable: readonly UsablePattern[]): string[] {
  const [first] = methods;
  if (first === undefined) return [];
  return usable
    .filter(({ matching }) => matching.includes(first))
    .map(({ pattern, matching }) => [pattern, ...fewest(methods.filter((method) => !matching.includes(method)), usable)])
    .reduce((best, candidate) => (cost(candidate) < cost(best) ? candidate : best));
}

/** Another ARN takes more room than the longest pattern. */
function cost(patterns: readonly string[]): number {
  return patterns.length * 100 + patterns.join('').length;
}
