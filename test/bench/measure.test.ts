import { alternate, compare, describe as inWords, ratioOf, sample, timed } from '../../bench/measure';

test('computes the median, the quartiles and the 99th percentile', () => {
  const times = Array.from({ length: 101 }, (_, index) => 100 - index);
  expect(sample(times)).toMatchObject({ median: 50, quartiles: [25, 75], p99: 99 });
});

test('a single outlier does not change the median', () => {
  expect(sample([1, 1, 1, 1, 900]).median).toBe(1);
});

test('refuses a sample without times', () => {
  expect(() => sample([])).toThrow('at least one round');
});

test('runs the subjects alternately', async () => {
  const turns: string[] = [];
  const [first, second] = await alternate(new AbortController().signal, 2, async () => (turns.push('first'), [1]), async () => (turns.push('second'), [2, 2]));
  expect(turns).toEqual(['first', 'second', 'first', 'second']);
  expect([first.times, second.times]).toEqual([[1, 1], [2, 2, 2, 2]]);
});

test('ends after the current round when the signal aborts, even if the subjects never wait', async () => {
  const controller = new AbortController();
  const turns: string[] = [];
  const busy = alternate(controller.signal, 1_000, async () => (turns.push('first'), [1]), async () => (turns.push('second'), [1]));
  setImmediate(() => controller.abort());
  await expect(busy).rejects.toThrow('aborted');
  expect(turns.length).toBeLessThan(10);
  expect(turns.at(-1)).toBe('second');
});

test('times asynchronous work until it has ended', async () => {
  const events: string[] = [];
  const times = await timed(async () => {
    await new Promise(setImmediate);
    events.push('done');
  })();
  expect(events).toEqual(['done']);
  expect(times).toHaveLength(1);
});

test('a slow round that affects both subjects does not change the ratio', () => {
  const ours = sample([11, 11, 110]);
  const reference = sample([10, 10, 100]);
  expect(ratioOf(ours, reference).quartiles).toEqual([1.1, 1.1]);
});

test('refuses samples with different numbers of times', () => {
  expect(() => ratioOf(sample([1, 2]), sample([1]))).toThrow('had 2 and 1');
});

test.each([[1.1, true], [1.0, false]])('a target of %s times', (atMost, holds) => {
  const row = compare({ figure: 'f', ours: sample([1.1]), reference: sample([1]), beside: 'that', atMost });
  expect(row).toMatchObject({ result: '1.10 times (1.10-1.10)', holds });
});

test('a row without a target neither holds nor fails', () => {
  expect(compare({ figure: 'f', ours: sample([1]), reference: sample([1]), beside: 'that' })).not.toHaveProperty('holds');
});

test.each([
  [0.045, '45 us (45-45)'],
  [1.234, '1.23 ms (1.23-1.23)'],
  [123.4, '123 ms (123-123)'],
])('%s ms is written as %s', (time, text) => {
  expect(inWords(sample([time]))).toBe(text);
});
