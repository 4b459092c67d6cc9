import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** DynamoDB's code for the failure of a step of a transaction. */
export interface Reason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ThrottlingError' | 'TransactionConflict';
  /** The current item; absent if none exists. */
  readonly item?: Readonly<Record<string, unknown>>;
}

export const HELD: Reason = { Code: 'None' };
export const CONFLICT: Reason = { Code: 'TransactionConflict' };
export const THROTTLED: Reason = { Code: 'ThrottlingError' };

/** The condition of a step did not hold. */
export function unmet(item?: Reason['item']): Reason {
  return { Code: 'ConditionalCheckFailed', item };
}

/** The error of DynamoDB for a cancelled transaction, with one reason for each step. */
export function cancelled(...reasons: readonly Reason[]): TransactionCanceledException {
  return new TransactionCanceledException({
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
    CancellationReasons: reasons.map(({ Code, item }) => ({ Code, ...item && { Item: marshall(item) } })),
    $metadata: {},
  });
}
