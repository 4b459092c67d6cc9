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
 * @param name The prop, as error messages name it.
 * @returns the duration in units of the range
 * @throws ConstructError for a part of a unit, and for a duration outside of the range
 */
export function wholeDuration(scope: Construct, name: string, duration: Duration, { unit, lowest, highest, label }: DurationRange): number {
  const count = unit === 'days' ? duration.toDays({ integral: false }) : duration.toSeconds({ integral: false });
  if (!(Number.isInteger(count) && count >= lowest && count <= highest)) {
    throw new ConstructError(scope, `${name} must be whole ${unit} from ${label}, but was ${duration.toHumanString()}. Choose a time in this range.`);
  }
  return count;
}
