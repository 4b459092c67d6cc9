import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Expectations, outcome, type Proof } from './proof';
import { dynamodb } from './support/clients';
import { SAGAS } from './support/deployment';
import { setFaults } from './support/engine-faults';
import { readLetter } from './support/letters';
import { repairAll } from './support/repair';
import { Saga } from './support/saga';
import { tally } from './support/tally';
import { newUsers, type User } from './support/users';
import { TENANT_ATTRIBUTE } from '../src/contract/attributes';
import { LEFT_BEHIND_MINUTES } from '../src/contract/repair';

const QUEUE_REFUSES = { state: 'Send to dead-letter queue', error: 'SQS.AmazonSQSException', times: null };

/**
 * Sign-ups whose dead letter the queue refuses too, always. A Standard execution reports its failure, and the report becomes a
 * dead letter. The failure of an Express execution is only visible in metrics: a tenant with a row is found by its index, and a
 * user without a row is announced again at the next sign-in.
 */
export const lastResorts: Proof = {
  applications: SAGAS,
  run: async (applicationName, { quick, signal }) => {
    const saga = new Saga(applicationName);
    const { CreateTenantArn, AddFirstAdminArn } = saga.outputs;
    const expectations = new Expectations();
    const before = await saga.rows();
    const failuresBefore = (await saga.failures()).length;

    const users = newUsers(quick ? 6 : 60, 'left');
    const tasks = [
      { stateMachine: CreateTenantArn, state: 'Put tenant' },
      { stateMachine: CreateTenantArn, state: 'Publish tenant created' },
      { stateMachine: AddFirstAdminArn, state: 'Map admin and activate tenant' },
    ];
    const taskOf = (user: User) => tasks[users.indexOf(user) % tasks.length];
    setFaults(Object.fromEntries(users.map((user) => [user.userId, [
      { ...taskOf(user), error: 'States.Timeout', times: null },
      { ...QUEUE_REFUSES, stateMachine: taskOf(user).stateMachine },
    ]])));
    for (const user of users) await saga.signUp(user);
    await saga.settled(signal);
    setFaults({});
    const letters = (await saga.deadLetters()).map(readLetter);
    expectations.equal('the number of failed executions', (await saga.failures()).length - failuresBefore, users.length);
    expectations.equal('dead letters', letters.length, applicationName === 'standard' ? users.length : 0);

    await repairAll(saga, signal);
    const withoutRow = users.filter((user) => taskOf(user) === tasks[0]);
    if (applicationName === 'express') {
      expectations.equal('the number of finished tenants before they are old enough for a repair', (await tally(saga, users, before)).finished.length, 0);
      await Promise.all(users.filter((user) => !withoutRow.includes(user)).map((user) => makeOlder(saga, user)));
      await repairAll(saga, signal);
      expectations.equal('the users without a tenant', (await tally(saga, users, before)).unfinished, withoutRow);
    }
    const repaired = (await tally(saga, users, before)).finished.length;

    // The pre-token function does this at the next sign-in. The proof of lost sign-ups shows that.
    if (applicationName === 'express') {
      for (const user of withoutRow) await saga.signUp(user);
      await saga.settled(signal);
    }
    const { finished, unfinished, doubled } = await tally(saga, users, before);
    return outcome({
      sent: users.length,
      created: finished.length,
      doubled,
      lost: unfinished.length,
      dead: letters.length,
      repaired,
      healed: finished.length - repaired,
    }, expectations);
  },
};

/** Makes a tenant old enough for a repair, instead of waiting for {@link LEFT_BEHIND_MINUTES}. */
async function makeOlder(saga: Saga, user: User): Promise<void> {
  await dynamodb.send(new UpdateCommand({
    TableName: saga.outputs.TenantsTableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: saga.tenantIdOf(user) },
    UpdateExpression: 'SET #createdAt = :longAgo',
    ConditionExpression: 'attribute_exists(#tenantId)',
    ExpressionAttributeNames: { '#tenantId': TENANT_ATTRIBUTE.tenantId, '#createdAt': TENANT_ATTRIBUTE.createdAt },
    ExpressionAttributeValues: { ':longAgo': new Date(Date.now() - (LEFT_BEHIND_MINUTES + 1) * 60_000).toISOString() },
  }));
}
