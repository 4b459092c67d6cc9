import { pageHeaders } from '../../../local/dashboard/page-headers';
import { pagePath } from '../../../local/dashboard/page-path';

test.each(['/assets/index-B1x.js', '/assets/font.woff2', '/favicon.ico', '/index.html'])('%s is a file', (pathname) => {
  expect(pagePath(pathname)).toBe(pathname);
});

test.each(['/', '/members', '/invitation', '/_ministack/reset', '/members%2f7'])('%s is answered with the page', (pathname) => {
  expect(pagePath(pathname)).toBe('/');
});

test.each([
  '/assets/..%2f..%2f_ministack%2Freset', '/assets/..%5c_ministack', '/assets/..\\..\\_ministack\\reset.js', '/assets/%2e%2e.js',
  '/..%2f_ministack%2freset.js', '/..\\_ministack.js', '/.%2e', '/deep/file.js',
])('%s is never passed on', (pathname) => {
  expect([undefined, '/']).toContain(pagePath(pathname));
});

test('a request for a page has no header that the engine could interpret as a call', () => {
  const needed = { 'accept': 'text/html', 'if-none-match': '"1"' };
  const others = { 'authorization': 'AWS4-HMAC-SHA256 x', 'x-amz-target': 'x', 'x-amz-security-token': 'x', 'cookie': 'a=b', 'x-forwarded-host': 'x', 'origin': 'x' };
  expect(pageHeaders({ ...needed, ...others })).toEqual(needed);
});
