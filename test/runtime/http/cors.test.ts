import { originDigest } from '../../../src/contract/origin-digest';
import { corsHeaders } from '../../../src/runtime/http/cors';

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

test('an API for all origins does not name the origin, so a cache can keep one answer for all', () => {
  for (const origin of [ORIGIN, undefined]) {
    expect(corsHeaders(['https://other.example.com', '*'], origin)).toEqual({
      'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag,Retry-After',
    });
  }
});

test('an API without origins sends no CORS headers', () => {
  expect(corsHeaders([], ORIGIN)).toEqual({});
});

test('an allowed origin can read the additional headers of an answer', () => {
  expect(corsHeaders([ORIGIN], ORIGIN)).toMatchObject({ 'access-control-expose-headers': 'ETag,Retry-After' });
});

test('a digest is short, and different for each origin', () => {
  const digests = Array.from({ length: 1_000 }, (_, index) => originDigest(`https://customer-${index}.example.com`));
  expect(new Set(digests).size).toBe(1_000);
  for (const digest of digests) expect(digest).toMatch(/^#[\w-]{12}$/);
});
