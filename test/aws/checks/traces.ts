import { paginateGetTraceSummaries } from '@aws-sdk/client-xray';
import { call } from '../../../local/client/api';
import type { Check } from '../check';
import { clients } from '../support/clients';

const TRACE_DELAY_MS = 120_000;
const ASK_EVERY_MS = 2000;

export const traces: Check = {
  proves: 'functions can send their traces: a trace leads from the API to the function behind it',
  covers: 'A function runs without a look at its resource policy',
  notOnEngine: 'the engine has no traces',
  run: async (app) => {
    const ann = await app.people.ann();
    const { accessToken } = await app.people.signIn(ann);
    const { physicalId } = await app.resource('AWS::Lambda::Function', 'TenancyApiHandler');
    const StartTime = new Date();
    let lastRequest = 0;
    return app.eventually('a trace of the function behind the API', async () => {
      // X-Ray records the first request of each second.
      if (Date.now() - lastRequest > ASK_EVERY_MS) {
        lastRequest = Date.now();
        await call(app.outputs.ApiUrl, { path: `tenant/${ann.tenantId}` }, accessToken);
      }
      for await (const { TraceSummaries = [] } of paginateGetTraceSummaries({ client: clients.xray() }, { StartTime, EndTime: new Date() })) {
        const trace = TraceSummaries.find(({ ServiceIds = [] }) => ServiceIds.some(({ Name }) => Name === physicalId));
        if (trace !== undefined) return `${trace.ServiceIds!.length} services in one trace`;
      }
      return undefined;
    }, TRACE_DELAY_MS);
  },
};
