import { DynamoDBClient, type TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { transact, type TransactionStep, withoutConflict } from '../../../src/runtime/aws/transaction';
import { cancelled, CONFLICT, HELD, THROTTLED, unmet } from '../cancelled';

const dynamo = mockClient(DynamoDBDocumentClient);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

class Refusal extends Error {
  constructor(readonly step: string, readonly existing: unknown) {
    super(step);
  }
}

const step = (name: string, item: TransactionStep['item']): TransactionStep => ({ item, refusal: (existing) => new Refusal(name, existing) });
const STEPS = [
  step('check', { ConditionCheck: { TableName: 'users', Key: { id: 1 }, ConditionExpression: 'attribute_exists(id)' } }),
  step('update', { Update: { TableName: 'tenants', Key: { id: 2 }, UpdateExpression: 'SET a = b' } }),
];

beforeEach(() => {
  dynamo.reset();
  // Waits are a random part of their limit.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => jest.restoreAllMocks());

test('all steps run in one transaction, and each asks for the item for which its condition does not hold', async () => {
  await transact(client, STEPS);

  expect(dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input)).toEqual([{
    TransactItems: [
      { ConditionCheck: { ...STEPS[0].item.ConditionCheck, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
      { Update: { ...STEPS[1].item.Update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    ],
  }]);
});

describe('a condition that does not hold', () => {
  test.each<[string, TransactionCanceledException, Refusal]>([
    ['in one step', cancelled(HELD, unmet({ id: 2, tags: new Set(['a']) })), new Refusal('update', { id: 2, tags: new Set(['a']) })],
    ['where there is no item', cancelled(unmet(), HELD), new Refusal('check', undefined)],
    ['where the item is said to be empty', cancelled(HELD, unmet({})), new Refusal('update', undefined)],
    ['in two steps', cancelled(unmet({ id: 1 }), unmet({ id: 2 })), new Refusal('check', { id: 1 })],
    ['beside a conflict', cancelled(CONFLICT, unmet({ id: 2 })), new Refusal('update', { id: 2 })],
  ])('%s ends at once with the error of the first such step', async (_, error, refusal) => {
    dynamo.on(TransactWriteCommand).rejects(error);

    const refused = await transact(client, STEPS).catch((thrown: unknown) => thrown);

    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({ step: refusal.step, existing: refusal.existing });
    expect(dynamo.calls()).toHaveLength(1);
  });
});

describe('a conflict with another transaction', () => {
  test('is retried until it ends', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, CONFLICT)).rejectsOnce(cancelled(THROTTLED, HELD)).resolves({});

    await transact(client, STEPS);

    expect(dynamo.calls()).toHaveLength(3);
  });

  test('can end with a condition that no longer holds', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, CONFLICT)).rejects(cancelled(HELD, unmet({ id: 2 })));

    await expect(transact(client, STEPS)).rejects.toMatchObject({ step: 'update', existing: { id: 2 } });
    expect(dynamo.calls()).toHaveLength(2);
  });

  test('ends in a 503 if it does not end', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(HELD, CONFLICT));

    await expect(transact(client, STEPS)).rejects.toMatchObject({ name: 'ProblemError', status: 503, code: 'tooManyChanges' });
    expect(dynamo.calls()).toHaveLength(6);
  });
});

test('a single write is retried while a transaction conflicts with it', async () => {
  const conflict = new TransactionConflictException({ message: 'Transaction is ongoing for the item', $metadata: {} });
  const write = jest.fn().mockRejectedValueOnce(conflict).mockRejectedValueOnce(conflict).mockResolvedValue('written');

  await expect(withoutConflict(write)).resolves.toBe('written');
  expect(write).toHaveBeenCalledTimes(3);
});

test('another failure is not retried, because the SDK has retried it', async () => {
  dynamo.on(TransactWriteCommand).rejects(new Error('Requested resource not found'));

  await expect(transact(client, STEPS)).rejects.toThrow('Requested resource not found');
  expect(dynamo.calls()).toHaveLength(1);
});
