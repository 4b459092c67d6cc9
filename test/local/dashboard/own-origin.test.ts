import { isOfOwnOrigin } from '../../../local/dashboard/own-origin';

const PORT = 5566;
const host = `localhost:${PORT}`;

test.each([
  ['a person who types the address', { host, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
  ['a link on another website', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ['a script of the page', { host, 'origin': `http://${host}`, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
  ['a program that is not a browser', { host }],
  ['the other name of this machine', { host: `127.0.0.1:${PORT}` }],
])('allows %s', (_, headers) => {
  expect(isOfOwnOrigin(headers, PORT)).toBe(true);
});

test.each([
  ['a script of another website', { host, 'origin': 'https://example.com', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
  ['an image in another website', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['a page on another port of this machine', { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
  ['a foreign host name that resolves to this machine', { host: `attacker.example:${PORT}` }],
  ['a sandboxed page', { host, origin: 'null' }],
  ['a page on another port of this machine, by its origin', { host, origin: 'http://localhost:3000' }],
  ['a request without a host', {}],
])('refuses %s', (_, headers) => {
  expect(isOfOwnOrigin(headers, PORT)).toBe(false);
});
