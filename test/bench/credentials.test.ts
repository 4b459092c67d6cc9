import { missRate } from '../../bench/capacity/credentials';

const HOUR = { maxClients: 500, lifetimeSeconds: 3_300 };

test('an instance that can keep all of them asks STS at the end of their credentials only', () => {
  expect(missRate({ requests: 1_000, active: 100, instances: 10, ...HOUR })).toBeLessThan(0.001);
});

test('an instance that can keep a tenth of them asks nine times in ten', () => {
  expect(missRate({ requests: 1_000, active: 5_000, instances: 10, ...HOUR })).toBeCloseTo(0.9, 1);
});

test('credentials that end at once are asked for each time', () => {
  expect(missRate({ requests: 1, active: 1, instances: 1, maxClients: 500, lifetimeSeconds: 0 })).toBe(1);
});
