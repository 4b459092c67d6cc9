import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { endOf, engineCalls, type EngineCall } from './engine-calls';
import { Expectations, outcome, type Proof } from './proof';
import { startSecondEngines } from './second-engine/start';
import { Saga } from './support/saga';

/**
 * The conditions and transactions of the saga and the APIs have the same results on the engine and on another
 * implementation of DynamoDB.
 */
export const engines: Proof = {
  applications: ['express'],
  run: async (applicationName, { signal }) => {
    const saga = new Saga(applicationName);
    const expectations = new Expectations();
    const calls = await engineCalls(saga);

    await hold(expectations, 'the engine', calls, new DynamoDBClient());
    const seconds = await startSecondEngines(signal);
    try {
      for (const { name, dynamodb } of seconds) {
        await copyTables(saga, dynamodb);
        await hold(expectations, name, calls, dynamodb);
      }
    } finally {
      await Promise.all(seconds.map((second) => second.end()));
    }
    return outcome({ calls: calls.length, engines: 1 + seconds.length, differing: expectations.violations.length }, expectations);
  },
};

/** Makes all calls one after another, and compares their results with the expected ones. */
async function hold(expectations: Expectations, engine: string, calls: readonly EngineCall[], dynamodb: DynamoDBClient): Promise<void> {
  const client = DynamoDBDocumentClient.from(dynamodb);
  for (const call of calls) {
    expectations.equal(`"${call.title}", on ${engine},`, await endOf(call, client), call.expected);
  }
}

/** Creates empty tables like those of the saga on another engine, with the same keys and indexes. */
async function copyTables(saga: Saga, other: DynamoDBClient): Promise<void> {
  const own = new DynamoDBClient();
  for (const TableName of [saga.outputs.TenantsTableName, saga.outputs.UsersTableName]) {
    const { Table } = await own.send(new DescribeTableCommand({ TableName }));
    await other.send(new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Table!.KeySchema,
      AttributeDefinitions: Table!.AttributeDefinitions,
      GlobalSecondaryIndexes: Table!.GlobalSecondaryIndexes!.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
    }));
  }
}
