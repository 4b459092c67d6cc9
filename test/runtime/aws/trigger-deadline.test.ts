import { abortAt, createTriggerDeadline } from '../../../src/runtime/aws/trigger-deadline';

const NOW = Date.parse('2026-03-04T05:06:07.000Z');

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
});

afterEach(() => jest.restoreAllMocks());

const contextWith = (remaining: number) => ({ getRemainingTimeInMillis: () => remaining });

test('the start of the function reduces the time of the first call, and of no other', () => {
  const deadlineOf = createTriggerDeadline(800);

  expect(deadlineOf(contextWith(5_000)) - NOW).toBe(3_700);
  expect(deadlineOf(contextWith(5_000)) - NOW).toBe(4_500);
});

test('a start that took all of the time leaves enough for a try, because Cognito calls again', () => {
  expect(createTriggerDeadline(6_000)(contextWith(5_000)) - NOW).toBe(3_000);
});

test.each([
  ['a function that may run longer than Cognito waits', 30_000, 4_500],
  ['a function that has less time than Cognito leaves', 3_000, 2_500],
])('%s ends in time', (_, remaining, expected) => {
  expect(createTriggerDeadline(0)(contextWith(remaining)) - NOW).toBe(expected);
});

test('a call without time left is aborted at once', async () => {
  const signal = abortAt(NOW - 1_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(signal.aborted).toBe(true);
});

test('the deadline of a first call can be a fraction of a millisecond', () => {
  const deadline = createTriggerDeadline(62.711669921875)(contextWith(5_000));

  expect(Number.isInteger(deadline)).toBe(false);
  expect(abortAt(deadline).aborted).toBe(false);
});
