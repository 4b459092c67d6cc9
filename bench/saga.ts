import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Benchmark } from './benchmark';
import { describe, sample, time } from './measure';
import { needsEngine } from './needs-engine';
import { readOutputs } from '../local/client/outputs';
import { UserPoolClient } from '../local/client/user-pool';
import { USER_INDEX_NAME } from '../src/contract/attributes';

const ROUNDS = 20;
const TARGET_MS = 600;
const POLL_MS = 5;

/** How long somebody waits between confirming the sign-up and having an active tenant. */
export const saga: Benchmark = {
  name: 'saga',
  run: () => needsEngine('saga', async () => {
    const outputs = readOutputs();
    const pool = new UserPoolClient(outputs);
    const dynamodb = new DynamoDBClient({});
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const userId = await pool.signUp(`bench-${randomUUID()}@example.com`, 'Bench');
      times.push(await time(async () => {
        while (!await hasTenant(dynamodb, outputs.UsersTableName, userId)) {
          await sleep(POLL_MS);
        }
      }));
    }
    const waited = sample(times);
    return [{
      figure: 'confirmation to active tenant, on the local engine',
      measured: describe(waited),
      reference: '300 ms that the engine itself sleeps, 150 before each state machine',
      result: `${(waited.median / TARGET_MS).toFixed(2)} of the target`,
      target: `<= ${TARGET_MS} ms`,
      holds: waited.median <= TARGET_MS,
    }];
  }),
};

/** The row of the user and the activation of the tenant are one transaction. */
async function hasTenant(dynamodb: DynamoDBClient, usersTableName: string, userId: string): Promise<boolean> {
  const { Count } = await dynamodb.send(new QueryCommand({
    TableName: usersTableName,
    IndexName: USER_INDEX_NAME,
    KeyConditionExpression: 'userid = :user',
    ExpressionAttributeValues: { ':user': { S: userId } },
  }));
  return Count === 1;
}
