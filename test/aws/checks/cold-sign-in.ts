import { performance } from 'node:perf_hooks';
import { demand, type Check } from '../check';
import { preTokenFunction, startAnew } from '../support/pre-token-function';

/** The time limit of Cognito for a hook is five seconds. The rest of a sign-in with SRP is three requests. */
const LONGEST_MS = 7000;
const TIMES = 3;

export const coldSignIn: Check = {
  proves: 'a sign-in with a cold start of the hook succeeds at the first try, within the time limit of Cognito',
  covers: 'The functions run on this machine',
  alone: true,
  run: async (app) => {
    const ann = await app.people.ann();
    const times: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      await startAnew(await preTokenFunction(app));
      const started = performance.now();
      await app.people.signInOnce(ann);
      times.push(performance.now() - started);
    }
    const started = performance.now();
    await app.people.signInOnce(ann);
    const warm = performance.now() - started;
    const inWords = `${times.map((time) => time.toFixed(0)).join(', ')} ms cold, ${warm.toFixed(0)} ms warm`;
    demand(Math.max(...times) < LONGEST_MS, `A cold sign-in must take less than ${LONGEST_MS} ms, but took ${inWords}.`);
    return inWords;
  },
};
