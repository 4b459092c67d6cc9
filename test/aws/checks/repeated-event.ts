import { setTimeout as sleep } from 'node:timers/promises';
import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { USER_INDEX_NAME } from '../../../src/contract/attributes';
import { DETAIL_TYPE, eventSources, type SignUpDetail } from '../../../src/contract/events';
import { demand, demandEqual, type Check } from '../check';
import { APPLICATION_NAME } from '../support/application';
import { clients } from '../support/clients';

const REPEATS = 5;

/** Longer than the saga needs for a replay. */
const REPLAY_MS = { aws: 10_000, engine: 2_000 };

export const repeatedEvent: Check = {
  proves: 'a repeated event of a sign-up does not create a second tenant, and does not change the first',
  run: async ({ outputs, people, signal, isEngine }) => {
    const bob = await people.bob();
    const dynamodb = clients.dynamodb();
    const state = async () => {
      const { Item } = await dynamodb.send(new GetItemCommand({
        TableName: outputs.TenantsTableName, Key: { tenantid: { S: bob.tenantId } }, ConsistentRead: true,
      }));
      const { Count } = await dynamodb.send(new QueryCommand({
        TableName: outputs.UsersTableName,
        IndexName: USER_INDEX_NAME,
        KeyConditionExpression: 'userid = :user',
        ExpressionAttributeValues: { ':user': { S: bob.userId } },
      }));
      return { tenant: Item, tenants: Count };
    };
    const before = await state();
    demand(before.tenant !== undefined, 'The tenant must exist, but does not.');
    const detail: SignUpDetail = { email: bob.email, userName: bob.userId, name: 'Somebody else', userId: bob.userId };
    const { FailedEntryCount } = await clients.eventBridge().send(new PutEventsCommand({
      Entries: Array.from({ length: REPEATS }, () => ({
        EventBusName: outputs.EventBusName,
        Source: eventSources(APPLICATION_NAME).user,
        DetailType: DETAIL_TYPE.created,
        Detail: JSON.stringify(detail),
      })),
    }));
    demandEqual('The number of events that the bus refused', FailedEntryCount, 0);
    await sleep(isEngine ? REPLAY_MS.engine : REPLAY_MS.aws, undefined, { signal });
    demandEqual('The state afterwards', await state(), before);
    return `${REPEATS} repetitions, one unchanged tenant`;
  },
};
