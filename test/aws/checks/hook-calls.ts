import { setTimeout as sleep } from 'node:timers/promises';
import { demandEqual, type Check } from '../check';
import { logEvents } from '../support/log-events';
import { preTokenFunction, startAnew } from '../support/pre-token-function';

const LOG_DELAY_MS = 120_000;
const SECOND_CALL_MS = 15_000;

export const hookCalls: Check = {
  proves: 'Cognito calls the hook once for all tokens of a sign-in, and both tokens have the claims',
  covers: 'The pre-token function is called once for each token',
  alone: true,
  notOnEngine: 'the engine calls the hook for each token, and has no platform logs',
  run: async (app) => {
    const ann = await app.people.ann();
    const hook = await preTokenFunction(app);
    await startAnew(hook);
    const startTime = Date.now();
    const { claims } = await app.people.signInOnce(ann);
    demandEqual('The tenant of the access token', claims.tenant, ann.tenantId);
    const reports = () => logEvents(hook.LoggingConfig!.LogGroup!, '{ $.type = "platform.report" }', startTime);
    await app.eventually('the call of the hook in its log', async () => (await reports()).at(0), LOG_DELAY_MS);
    // A second call would appear in the log soon after the first.
    await sleep(SECOND_CALL_MS, undefined, { signal: app.signal });
    const calls = await reports();
    demandEqual('The number of calls', calls.length, 1);
    const { durationMs, initDurationMs } = JSON.parse(calls[0]).record.metrics;
    return `one call, ${durationMs} ms, after a start of ${initDurationMs} ms`;
  },
};
