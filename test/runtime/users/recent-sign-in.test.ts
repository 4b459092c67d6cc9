import { requireRecentSignIn } from '../../../src/runtime/users/recent-sign-in';

const NOW = 1_800_000_000;

beforeEach(() => jest.useFakeTimers({ now: NOW * 1_000 }));
afterEach(() => jest.useRealTimers());

test.each([NOW - 600, NOW - 1, NOW, NOW + 5])('accepts a sign-in at %s', (authenticatedAt) => {
  expect(() => requireRecentSignIn({ authenticatedAt })).not.toThrow();
});

test.each([NOW - 601, NOW - 86_400, 1, undefined])('refuses a sign-in at %s', (authenticatedAt) => {
  expect(() => requireRecentSignIn({ authenticatedAt })).toThrow(expect.objectContaining({ status: 401, code: 'signInAgain' }));
});

test('refuses a sign-in of ten minutes ago as soon as the second is over', () => {
  jest.setSystemTime(NOW * 1_000 + 1);
  expect(() => requireRecentSignIn({ authenticatedAt: NOW - 600 })).toThrow(expect.objectContaining({ status: 401 }));
});
