import { type AttributeValue, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { backOff } from 'exponential-backoff';
import { ProblemError } from '../library/problem';

/** One of the writes and checks of a transaction. */
export type TransactionItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** An item, as it stood in the way. */
export type StandingItem = Readonly<Record<string, unknown>>;

export interface TransactionStep {
  readonly item: TransactionItem;
  /**
   * What it means that the condition of the item did not hold.
   *
   * @param standing The item as it is; absent where there is none.
   */
  readonly refusal: (standing: StandingItem | undefined) => Error;
}

/** Transactions that meet in an item take milliseconds. The SDK does not wait for them, nor for capacity that one of them lacked. */
const CONFLICT_RETRY = { numOfAttempts: 6, startingDelay: 20, timeMultiple: 2, jitter: 'full' } as const;

const PASSING_REASONS: readonly string[] = ['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError'];

/**
 * Does all of it or nothing.
 *
 * @throws what the first step whose condition did not hold makes of it; ProblemError 503 when others are in the way for too long
 */
export async function transact(client: DynamoDBDocumentClient, steps: readonly TransactionStep[]): Promise<void> {
  try {
    const items = steps.map(({ item }) => withStandingItem(item));
    await withoutConflict(async () => client.send(new TransactWriteCommand({ TransactItems: items })));
  } catch (error) {
    const refused = refusedStep(error);
    throw refused === undefined ? error : steps[refused.index].refusal(refused.standing);
  }
}

/**
 * Writes again what a transaction was in the way of.
 *
 * @throws ProblemError 503 when others are in the way for too long
 */
export async function withoutConflict<T>(write: () => Promise<T>): Promise<T> {
  const isInTheWay = (error: unknown) => refusedStep(error) === undefined && isPassing(error);
  try {
    return await backOff(write, { ...CONFLICT_RETRY, retry: isInTheWay });
  } catch (error) {
    throw isInTheWay(error) ? new ProblemError(503, 'Too many concurrent changes. Try again.') : error;
  }
}

/** A condition that did not hold tells more than a conflict beside it. */
function refusedStep(error: unknown): { readonly index: number; readonly standing: StandingItem | undefined } | undefined {
  const reasons = reasonsOf(error);
  const index = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  if (index < 0) return undefined;
  const { Item } = reasons[index];
  return { index, standing: Item && Object.keys(Item).length > 0 ? unmarshall(Item as Record<string, AttributeValue>) : undefined };
}

function isPassing(error: unknown): boolean {
  return error instanceof TransactionConflictException || reasonsOf(error).some(({ Code }) => PASSING_REASONS.includes(Code!));
}

function reasonsOf(error: unknown) {
  return error instanceof TransactionCanceledException ? error.CancellationReasons ?? [] : [];
}

/** With the item that stood in the way in the answer, a refusal needs no second read, which could find another one. */
function withStandingItem(item: TransactionItem): TransactionItem {
  return Object.fromEntries(
    Object.entries(item).map(([kind, write]) => [kind, { ...write, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }]),
  ) as TransactionItem;
}
