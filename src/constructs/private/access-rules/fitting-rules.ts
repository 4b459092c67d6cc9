import { IConstruct } from 'constructs';
import type { KnownApi } from './known-routes';
import { shortenRules } from './shortened-rules';
import { longestPolicyBytes, TOKEN_POLICY_MAX_BYTES } from './token-policy-size';
import { type AccessRule, compileRule, type CompiledRule, type CompiledRules } from '../../../contract/access-rules';

/** Rules and the policy that they lead to. */
export interface FittingRulesProps {
  readonly rules: readonly AccessRule[];
  /** All roles that a member can have. */
  readonly roles: readonly string[];
  readonly api: KnownApi;
}

interface MeasuredRules {
  readonly compiled: CompiledRules;
  /** Of the longest policy that they lead to. */
  readonly bytes: number;
}

/**
 * How rules can be compiled, the most exact way first. An ending of a tenant's id with 24 characters is as good as the id; of an id that
 * this package has made, they are 96 random bits.
 */
const WAYS = [
  { isShort: false, endingLength: 24 },
  { isShort: false, endingLength: 12 },
  { isShort: true, endingLength: 12 },
  { isShort: true, endingLength: 8 },
  { isShort: true, endingLength: 6 },
];

/** Compiles rules in the most exact way that there is room for in a policy. */
export function compileToFit(scope: IConstruct, { rules, roles, api: { routes, stages } }: FittingRulesProps): MeasuredRules {
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

/** Says what is wrong when the rules do not fit into a policy. */
export function findTooManyRules(scope: IConstruct, props: FittingRulesProps): string[] {
  const { bytes } = compileToFit(scope, props);
  if (bytes <= TOKEN_POLICY_MAX_BYTES) {
    return [];
  }
  const { rules } = props;
  const fitting = rules.findIndex((_, index) => compileToFit(scope, { ...props, rules: rules.slice(0, index + 1) }).bytes > TOKEN_POLICY_MAX_BYTES);
  return [
    // The CDK puts the path of the construct in front.
    `The policy of a token must have at most ${TOKEN_POLICY_MAX_BYTES} bytes, but could have ${bytes} with these ${rules.length} access rules `
    + `and the longest ids; the first ${fitting} fit. A rule also holds for everything below its path: name the beginning that routes have in common, `
    + 'or leave out methods. Functions can ask for a role too: tenantOf(event, [\'admin\']) of cdk-tenancy/runtime.',
  ];
}
