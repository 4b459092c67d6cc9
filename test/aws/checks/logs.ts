import { call } from '../../../local/client/api';
import { demand, demandEqual, type Check } from '../check';
import { logEvents } from '../support/log-events';

const LOG_DELAY_MS = 180_000;

export const logs: Check = {
  proves: 'functions and state machines can write their logs, and no log contains an address or a token',
  covers: 'A function runs without a look at its resource policy',
  notOnEngine: 'state machines of the engine have no logs',
  run: async (app) => {
    const startTime = Date.now();
    const ida = await app.people.signUp('Ida');
    const { accessToken } = await app.people.signIn(ida);
    // API Gateway itself refuses a request without a token. The authorizer refuses an invalid token, and logs that.
    demandEqual('The status of a request with a bad token', (await call(app.outputs.ApiUrl, { path: `tenant/${ida.tenantId}` }, 'no.token.here')).status, 401);
    demandEqual('The status of a request with a token', (await call(app.outputs.ApiUrl, { path: `tenant/${ida.tenantId}` }, accessToken)).status, 200);

    const groups = (await app.resources()).filter(({ type }) => type === 'AWS::Logs::LogGroup');
    const written = (part: string) => app.eventually(`a log of ${part}`, async () => {
      const group = groups.find(({ logicalId }) => logicalId.includes(part));
      demand(group !== undefined, `The stack must have a log group of ${part}.`);
      return (await logEvents(group.physicalId, '', startTime)).at(0);
    }, LOG_DELAY_MS);
    await written('AuthorizerHandler');
    await written('SagaCreateTenantLogs');
    const [mailbox] = ida.email.split('@');
    for (const { physicalId } of groups) {
      for (const text of [mailbox, accessToken.slice(-40)]) {
        demandEqual(`The entries about the person in ${physicalId}`, await logEvents(physicalId, JSON.stringify(text), startTime), []);
      }
    }
    return `${groups.length} log groups`;
  },
};
