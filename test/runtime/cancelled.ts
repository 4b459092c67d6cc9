import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** Why a step of a transaction failed, as DynamoDB names it. */
export interface Reason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ThrottlingError' | 'TransactionConflict';
  /** The item as it is; absent where there is none. */
  readonly item?: Readonly<Record<string, unknown>>;
}

export const HELD: Reason = { Code: 'None' };
export const CONFLICT: Reason = { Code: 'TransactionConflict' };
export const THROTTLED: Reason = { Code: 'ThrottlingError' };

/** The condition of a step did not hold. */
export function unmet(item?: Reason['item']): Reason {
  return { Code: 'ConditionalCheckFailed', item };
}

/** What DynamoDB throws when it does nothing of a transaction: one reason for each step. */
export function cancelled(...reasons: readonly Reason[]): TransactionCanceledException {
  return new TransactionCanceledException({
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
    CancellationReasons: reasons.map(({ Code, item }) => ({ Code, ...item && { Item: marshall(item) } })),
    $metadata: {},
  });
}
