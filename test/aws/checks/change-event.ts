import { call } from '../../../local/client/api';
import { Subscription } from '../../../local/client/subscription';
import { expectStatus } from '../../../local/story/steps';
import { DETAIL_TYPE, eventSources, type TenantRenamedDetail } from '../../../src/contract/events';
import { demandEqual, type Check } from '../check';
import { APPLICATION_NAME } from '../support/application';
import { clients } from '../support/clients';

/** A new rule does not match events at once. */
const RENAME_EVERY_MS = 10_000;
const RULE_MS = 120_000;

export const changeEvent: Check = {
  proves: 'a change of a row reaches a rule on the event bus through the stream of the table',
  covers: 'A stream has one shard',
  run: async (app) => {
    const { outputs, people } = app;
    const ann = await people.ann();
    const { accessToken } = await people.signIn(ann);
    const bus = { eventBridge: clients.eventBridge(), sqs: clients.sqs(), eventBusName: outputs.EventBusName };
    const subscription = await Subscription.to<TenantRenamedDetail>(
      bus, { 'source': [eventSources(APPLICATION_NAME).tenant], 'detail-type': [DETAIL_TYPE.renamed] }, app.temporaryName('renamed'),
    );
    try {
      const names: string[] = [];
      let lastRename = 0;
      const { detail } = await app.eventually('the event of a renamed tenant', async () => {
        if (Date.now() - lastRename > RENAME_EVERY_MS) {
          lastRename = Date.now();
          names.push(`Ann ${names.length + 1}`);
          expectStatus(await call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${ann.tenantId}`, body: { name: names.at(-1) } }, accessToken), 200);
        }
        return (await subscription.received()).find((event) => event.detail.tenantId === ann.tenantId);
      }, RULE_MS);
      demandEqual('Whether the event has one of the new names', names.includes(detail.name), true);
      return `${DETAIL_TYPE.renamed}, name ${JSON.stringify(detail.name)}`;
    } finally {
      await subscription.end();
    }
  },
};
