import { setTimeout as sleep } from 'node:timers/promises';
import { together } from '../../../local/process/together';

const never = new AbortController().signal;

test('returns the results of all parts', async () => {
  await expect(together(never, () => [Promise.resolve(1), sleep(5, 'two')])).resolves.toEqual([1, 'two']);
});

test('aborts the other parts when one fails, and throws its error when they have ended', async () => {
  let ended = false;

  await expect(together(never, (signal) => [
    Promise.reject(new Error('the first error')),
    sleep(60_000, undefined, { signal }).catch(() => sleep(20)).then(() => { ended = true; }),
  ])).rejects.toThrow('the first error');
  expect(ended).toBe(true);
});

test('aborts all parts when the whole is aborted', async () => {
  const whole = new AbortController();
  const work = together(whole.signal, (signal) => [sleep(60_000, undefined, { signal }), sleep(60_000, undefined, { signal })]);
  whole.abort();

  await expect(work).rejects.toThrow('aborted');
});
