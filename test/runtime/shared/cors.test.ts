import { originDigest } from '../../../src/contract/origin-digest';
import { corsHeaders } from '../../../src/runtime/shared/cors';

const ORIGIN = 'https://app.example.com';

test.each([
  ['itself', [ORIGIN]],
  ['its digest', [originDigest('https://other.example.com'), originDigest(ORIGIN)]],
])('an origin is allowed by %s, and no other origin is', (_, allowOrigins) => {
  expect(corsHeaders(allowOrigins, ORIGIN)).toMatchObject({ 'access-control-allow-origin': ORIGIN, 'vary': 'Origin' });
  for (const other of ['https://app.example.co', 'http://app.example.com', 'https://APP.example.com', '', undefined]) {
    expect(corsHeaders(allowOrigins, other)).toEqual({ vary: 'Origin' });
  }
});

test('a digest is short, and different for each origin', () => {
  const digests = Array.from({ length: 1_000 }, (_, index) => originDigest(`https://customer-${index}.example.com`));
  expect(new Set(digests).size).toBe(1_000);
  for (const digest of digests) expect(digest).toMatch(/^#[\w-]{12}$/);
});
