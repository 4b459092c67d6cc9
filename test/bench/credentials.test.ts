import { missRate } from '../../bench/capacity/credentials';

const HOUR = { maxClients: 500, lifetimeSeconds: 3_300 };

test('an instance that can keep all clients calls STS only when credentials expire', () => {
  expect(missRate({ requests: 1_000, active: 100, instances: 10, ...HOUR })).toBeLessThan(0.001);
});

test('an instance that can keep a tenth of the clients calls STS for nine requests in ten', () => {
  expect(missRate({ requests: 1_000, active: 5_000, instances: 10, ...HOUR })).toBeCloseTo(0.9, 1);
});

test('credentials that expire at once need a call of STS for each request', () => {
  expect(missRate({ requests: 1, active: 1, instances: 1, maxClients: 500, lifetimeSeconds: 0 })).toBe(1);
});
