import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { call } from '../../../local/client/api';
import { demand, demandEqual, type Check } from '../check';

/** The cache keeps a policy for five minutes. A policy that is cached this long before the end of the token outlives it by far. */
const ASK_BEFORE_END_SECONDS = 20;
const ASK_AFTER_END_SECONDS = 5;
const TIMES = 5;

export const cachedPolicy: Check = {
  proves: 'a cached policy ends with its token: after the expiry of the token, the gateway refuses requests although the policy is still cached',
  covers: 'AWS evaluates the policy from a cache of its own',
  notOnEngine: 'it waits for the end of a token, which takes five minutes',
  run: async ({ outputs, people, signal }) => {
    const ann = await people.ann();
    const { accessToken } = await people.signIn(ann);
    const end = decodeJwt(accessToken).exp! * 1000;
    const statuses = async () => {
      const answers = [];
      for (let time = 0; time < TIMES; time++) answers.push((await call(outputs.ApiUrl, { path: `tenant/${ann.tenantId}` }, accessToken)).status);
      return answers;
    };

    await sleep(Math.max(0, end - Date.now() - 1000 * ASK_BEFORE_END_SECONDS), undefined, { signal });
    demandEqual('The statuses before the end', await statuses(), Array(TIMES).fill(200));
    await sleep(Math.max(0, end - Date.now() + 1000 * ASK_AFTER_END_SECONDS), undefined, { signal });
    const after = await statuses();
    demand(after.every((status) => status === 401 || status === 403), `Each status after the end must be 401 or 403, but they were ${after.join(', ')}.`);
    // The authorizer answers 401. A 403 is the policy that the cache has kept.
    demand(after.includes(403), `One status after the end must be 403, but they were ${after.join(', ')}: the policy was no longer cached. Run the check again.`);
    return `200 before the end of the token, ${after.join(', ')} after it`;
  },
};
