import { createHash } from 'node:crypto';
import { statusShards, TENANT_STATUS } from '../../../src/contract/attributes';
import { statusShard } from '../../../src/runtime/tenants/status-shard';

const IDS = Array.from({ length: 4_800 }, (_, number) => `tenant-${number}`);

test('a tenant is in the shard of its id, in each status', () => {
  const digit = createHash('sha256').update('acme').digest('hex').slice(0, 1);
  for (const status of Object.values(TENANT_STATUS)) expect(statusShard(status, 'acme')).toBe(`${status}#${digit}`);
});

test('tenants are spread evenly over all shards of a status, and over no others', () => {
  const counts = new Map<string, number>();
  for (const id of IDS) counts.set(statusShard('active', id), (counts.get(statusShard('active', id)) ?? 0) + 1);

  expect([...counts.keys()].sort()).toEqual(statusShards('active'));
  // 300 on the average; a deviation of 100 is six times the standard deviation.
  for (const count of counts.values()) expect(Math.abs(count - IDS.length / 16)).toBeLessThan(100);
});

test('every shard belongs to one status', () => {
  const all = Object.values(TENANT_STATUS).flatMap(statusShards);
  expect(new Set(all).size).toBe(16 * Object.values(TENANT_STATUS).length);
});
