import { IConstruct } from 'constructs';
import type { KnownApis } from './known-routes';
import { shortenRules } from './shortened-rules';
import { longestPolicyBytes, TOKEN_POLICY_MAX_BYTES } from './token-policy-size';
import { type AccessRule, compileRule, type CompiledRule, type CompiledRules } from '../../../contract/access-rules';

/** Access rules, and the data that determines the size of their policy. */
export interface FittingRulesProps {
  readonly rules: readonly AccessRule[];
  /** All roles that a member can have. */
  readonly roles: readonly string[];
  readonly apis: KnownApis;
}

interface MeasuredRules {
  readonly compiled: CompiledRules;
  /** The size of the longest policy that the rules can produce. */
  readonly bytes: number;
}

/**
 * The ways to compile rules, the most exact first. Allowed resources contain the complete tenant id, denied resources
 * only its last characters. 24 characters are as good as the complete id: in ids that this package creates, they are 96 random bits.
 */
const WAYS = [
  { isShort: false, endingLength: 24 },
  { isShort: false, endingLength: 12 },
  { isShort: true, endingLength: 12 },
  { isShort: true, endingLength: 8 },
  { isShort: true, endingLength: 6 },
  { isShort: true, endingLength: 4 },
];

/** Compiles rules in the most exact way that fits into a policy. */
export function compileToFit(scope: IConstruct, { rules, roles, apis: { routes, stages } }: FittingRulesProps): MeasuredRules {
  const exact = rules.map(compileRule);
  let short: CompiledRule[] | undefined;
  let result: MeasuredRules;
  for (const { isShort, endingLength } of WAYS) {
    const compiled = { endingLength, rules: isShort ? short ??= shortenRules(rules, routes) : exact };
    result = { compiled, bytes: longestPolicyBytes(scope, compiled, roles, stages) };
    if (result.bytes <= TOKEN_POLICY_MAX_BYTES) break;
  }
  return result!;
}

/** Returns an error if the rules do not fit into a policy. */
export function findTooManyRules(scope: IConstruct, props: FittingRulesProps): string[] {
  const { bytes } = compileToFit(scope, props);
  if (bytes <= TOKEN_POLICY_MAX_BYTES) {
    return [];
  }
  const { rules } = props;
  const fitting = rules.findIndex((_, index) => compileToFit(scope, { ...props, rules: rules.slice(0, index + 1) }).bytes > TOKEN_POLICY_MAX_BYTES);
  return [
    // The CDK adds the path of the construct at the beginning.
    `The policy of a token must have at most ${TOKEN_POLICY_MAX_BYTES} bytes, but could have ${bytes} with these ${rules.length} access rules `
    + `and the longest ids; the first ${fitting} fit. A rule also holds for everything below its path: name the beginning that routes have in common, `
    + 'or leave out methods. Functions can ask for a role too: tenantOf(event, [\'admin\']) of cdk-tenancy/runtime.',
  ];
}
