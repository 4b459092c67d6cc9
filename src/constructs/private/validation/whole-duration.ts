import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/** A number of whole units of time. */
export interface DurationRange {
  readonly unit: 'days' | 'seconds';
  readonly lowest: number;
  readonly highest: number;
  /** The range in words, such as `1 second to 2 days`. */
  readonly label: string;
}

/**
 * Requires a `Duration`. In apps in JavaScript, a number has no unit.
 *
 * @param name The prop, as error messages name it.
 * @throws ConstructError for another value
 */
export function requireDuration(scope: Construct, name: string, duration: Duration): void {
  // Not `instanceof`: another copy of the CDK has another class.
  if (typeof (duration as Partial<Duration> | null)?.toSeconds !== 'function') {
    throw new ConstructError(scope, `${name} must be a Duration, but was ${JSON.stringify(duration)}. Use a duration such as Duration.hours(1).`);
  }
}

/**
 * @param name The prop, as error messages name it.
 * @returns the duration in units of the range
 * @throws ConstructError for a part of a unit, and for a duration outside of the range
 */
export function wholeDuration(scope: Construct, name: string, duration: Duration, { unit, lowest, highest, label }: DurationRange): number {
  requireDuration(scope, name, duration);
  const count = unit === 'days' ? duration.toDays({ integral: false }) : duration.toSeconds({ integral: false });
  if (!(Number.isInteger(count) && count >= lowest && count <= highest)) {
    throw new ConstructError(scope, `${name} must be whole ${unit} from ${label}, but was ${duration.toHumanString()}. Choose a time in this range.`);
  }
  return count;
}
