import { type AttributeValue, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { backOff } from 'exponential-backoff';
import { refusal } from '../library/problem';

/** A write or a check of a transaction. */
export type TransactionItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The current item for which a condition did not hold. */
export type ExistingItem = Readonly<Record<string, unknown>>;

export interface TransactionStep {
  readonly item: TransactionItem;
  /**
   * Returns the error for a condition that did not hold.
   *
   * @param existing The current item; absent if no item exists.
   */
  readonly refusal: (existing: ExistingItem | undefined) => Error;
}

/** Conflicting transactions take milliseconds. The SDK does not retry after conflicts, or after a cancellation for lack of capacity. */
const CONFLICT_RETRY = { numOfAttempts: 6, startingDelay: 20, timeMultiple: 2, jitter: 'full' } as const;

const PASSING_REASONS: readonly string[] = ['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError'];

export interface TransactionOptions {
  /** Whether refusals get the current item. A role that may read some attributes only must not ask for it, because it has all attributes. */
  readonly returnsExisting?: boolean;
}

/**
 * Runs all steps in one transaction.
 *
 * @throws the `refusal` of the first step whose condition did not hold; ProblemError 503 if conflicts with other writes do not end
 */
export async function transact(
  client: DynamoDBDocumentClient, steps: readonly TransactionStep[], { returnsExisting = true }: TransactionOptions = {},
): Promise<void> {
  try {
    const items = steps.map(({ item }) => (returnsExisting ? withExistingItem(item) : item));
    await withoutConflict(async () => client.send(new TransactWriteCommand({ TransactItems: items })));
  } catch (error) {
    const refused = refusedStep(error);
    throw refused === undefined ? error : steps[refused.index].refusal(refused.existing);
  }
}

/**
 * Repeats a write that conflicts with a transaction.
 *
 * @throws ProblemError 503 if the conflicts do not end
 */
export async function withoutConflict<T>(write: () => Promise<T>): Promise<T> {
  const isInTheWay = (error: unknown) => refusedStep(error) === undefined && isPassing(error);
  try {
    return await backOff(write, { ...CONFLICT_RETRY, retry: isInTheWay });
  } catch (error) {
    throw isInTheWay(error) ? refusal(503, 'tooManyChanges', 'Too many concurrent changes. Try again.') : error;
  }
}

/** Returns the first step whose condition did not hold. It takes precedence over a conflict in another step. */
function refusedStep(error: unknown): { readonly index: number; readonly existing: ExistingItem | undefined } | undefined {
  const reasons = reasonsOf(error);
  const index = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  if (index < 0) return undefined;
  const { Item } = reasons[index];
  return { index, existing: Item && Object.keys(Item).length > 0 ? unmarshall(Item as Record<string, AttributeValue>) : undefined };
}

function isPassing(error: unknown): boolean {
  return error instanceof TransactionConflictException || reasonsOf(error).some(({ Code }) => PASSING_REASONS.includes(Code!));
}

function reasonsOf(error: unknown) {
  return error instanceof TransactionCanceledException ? error.CancellationReasons ?? [] : [];
}

/** Asks DynamoDB to return the item for which a condition does not hold. A second read could find a newer item. */
function withExistingItem(item: TransactionItem): TransactionItem {
  return Object.fromEntries(
    Object.entries(item).map(([kind, write]) => [kind, { ...write, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }]),
  ) as TransactionItem;
}
