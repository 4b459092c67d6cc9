import { Annotations, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CACHE_MARGIN_SECONDS, DEFAULT_FRESHNESS_SECONDS, LONGEST_CACHE_SECONDS, UNCACHED_DECISION_SECONDS } from '../../../contract/freshness';
import { Freshness } from '../../freshness';
import type { ITenantTables } from '../../tenant-tables';
import { ConstructError } from '../validation/construct-error';
import { type DurationRange, requireDuration, wholeDuration } from '../validation/whole-duration';

export interface RightsFreshnessProps {
  readonly freshness?: Freshness;
  readonly tables?: ITenantTables;
  readonly resultsCacheTtl?: Duration;
}

export interface RightsFreshness {
  /** Seconds for which a decision of the authorizer holds; absent if the token alone decides. */
  readonly decisionSeconds?: number;
  /** How long API Gateway keeps a decision. */
  readonly resultsCacheTtl: Duration;
}

const AGE: DurationRange = {
  unit: 'seconds', lowest: CACHE_MARGIN_SECONDS + 1, highest: LONGEST_CACHE_SECONDS, label: `${CACHE_MARGIN_SECONDS + 1} seconds to 1 hour`,
};

const CACHE_TTL_OF_TOKENS = Duration.minutes(5);

/**
 * Determines for how long a decision of the authorizer is used.
 *
 * @throws ConstructError if the rights cannot be as fresh as requested
 */
export function rightsFreshness(scope: Construct, props: RightsFreshnessProps): RightsFreshness {
  const { tables, freshness = tables ? Freshness.within(Duration.seconds(DEFAULT_FRESHNESS_SECONDS)) : Freshness.ofToken(), resultsCacheTtl } = props;
  const age = freshness._age;
  if (age === 'of-token') {
    return { resultsCacheTtl: cacheTtl(scope, resultsCacheTtl ?? CACHE_TTL_OF_TOKENS, LONGEST_CACHE_SECONDS, 'Pass a shorter duration, such as Duration.minutes(5).') };
  }
  if (tables === undefined) {
    throw new ConstructError(scope, 'tables must be set, because freshness is not Freshness.ofToken(), but was undefined. '
      + 'Pass the tables of the tenancy. The authorizer reads the rights from them.');
  }
  if (age === 'each-request') {
    return {
      decisionSeconds: UNCACHED_DECISION_SECONDS,
      resultsCacheTtl: cacheTtl(scope, resultsCacheTtl ?? Duration.seconds(0), 0, 'Leave it out, or choose Freshness.within.'),
    };
  }
  const decisionSeconds = wholeDuration(scope, 'freshness', age, AGE);
  const longest = decisionSeconds - CACHE_MARGIN_SECONDS;
  return {
    decisionSeconds,
    resultsCacheTtl: cacheTtl(
      scope, resultsCacheTtl ?? Duration.seconds(longest), longest, `Leave it out, or pass a longer freshness than ${decisionSeconds} seconds.`,
    ),
  };
}

function cacheTtl(scope: Construct, ttl: Duration, highestSeconds: number, advice: string): Duration {
  requireDuration(scope, 'resultsCacheTtl', ttl);
  if (!ttl.isUnresolved() && ttl.toSeconds() > highestSeconds) {
    throw new ConstructError(scope, `resultsCacheTtl must be at most ${highestSeconds} seconds, but was ${ttl.toSeconds()} seconds. ${advice}`);
  }
  return ttl;
}

/** The app has not chosen that the token alone decides. */
export function warnOfStaleRights(scope: Construct): void {
  Annotations.of(scope).addWarningV2('cdk-tenancy:staleRights', 'Rights that have ended can be used until the token expires, because the authorizer has no tables. '
    + 'Pass tables, or accept it with freshness: Freshness.ofToken().');
}
