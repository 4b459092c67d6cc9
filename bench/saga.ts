import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoIdentityProviderClient, ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Benchmark } from './benchmark';
import { type ArticleOutputs, readArticleOutputs } from './engine';
import { alternate, compare, sample, timed, type Sample, type Subject } from './measure';
import { readOutputs } from '../local/client/outputs';
import { CONFIRMATION_CODE, PASSWORD } from '../local/client/user-pool';
import { USER_INDEX_NAME } from '../src/contract/attributes';

const ROUNDS = 60;
const WARM_UP_ROUNDS = 3;
const TARGET_RATIO = 1.1;
const POLL_MS = 2;

/** The engine sleeps before each of the two executions. AWS does not. */
const ENGINE_SLEEPS_MS = 300;

/** The time from the confirmation of a sign-up to the active tenant. */
export const saga: Benchmark = {
  name: 'saga',
  onEngine: true,
  run: async (signal) => {
    const [cognito, dynamodb] = [new CognitoIdentityProviderClient(), new DynamoDBClient()];
    const subjects = [readOutputs(), readArticleOutputs()].map((outputs) => confirmAndWait(cognito, dynamodb, outputs));
    await alternate(signal, WARM_UP_ROUNDS, ...subjects);
    const [ours, article] = await alternate(signal, ROUNDS, ...subjects);
    const beside = "the article's two machines";
    return [
      compare({ figure: 'sign-up confirmed to tenant active', ours, reference: article, beside, atMost: TARGET_RATIO }),
      compare({
        figure: `the same, less ${ENGINE_SLEEPS_MS} ms that the engine sleeps`, ours: lessSleeps(ours), reference: lessSleeps(article), beside,
      }),
    ];
  },
};

const lessSleeps = ({ times }: Sample) => sample(times.map((time) => time - ENGINE_SLEEPS_MS));

function confirmAndWait(
  cognito: CognitoIdentityProviderClient,
  dynamodb: DynamoDBClient,
  { UserPoolClientId: ClientId, UsersTableName }: Pick<ArticleOutputs, 'UserPoolClientId' | 'UsersTableName'>,
): Subject {
  return async () => {
    const Username = `bench-${randomUUID()}@example.com`;
    const UserAttributes = [{ Name: 'email', Value: Username }, { Name: 'name', Value: 'Bench' }];
    const { UserSub } = await cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes }));
    const [taken] = await timed(async () => {
      await cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: CONFIRMATION_CODE }));
      while (!await hasTenant(dynamodb, UsersTableName, UserSub!)) {
        await sleep(POLL_MS);
      }
    })();
    return [taken];
  };
}

/** Whether the user has a membership. Our tenant is then active: one transaction writes the membership and activates the tenant. */
async function hasTenant(dynamodb: DynamoDBClient, usersTableName: string, userId: string): Promise<boolean> {
  const { Count } = await dynamodb.send(new QueryCommand({
    TableName: usersTableName,
    IndexName: USER_INDEX_NAME,
    KeyConditionExpression: 'userid = :user',
    ExpressionAttributeValues: { ':user': { S: userId } },
  }));
  return Count === 1;
}
