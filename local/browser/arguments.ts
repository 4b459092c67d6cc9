/** The AWS hosts of a dashboard and of its sign-in. */
const HOSTS = ['*.cloudfront.net', '*.amazonaws.com'];

/**
 * Command-line arguments for a Chromium that resolves AWS host names to the local engine. No other host name resolves.
 *
 * @param endpoint URL of the engine
 */
export function browserArguments(endpoint: string): string[] {
  const { host } = new URL(endpoint);
  return [
    `--host-resolver-rules=${[...HOSTS.map((name) => `MAP ${name} ${host}`), 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].join(', ')}`,
    // The sandbox needs rights that some containers do not have. The browser only opens our own pages.
    '--no-sandbox',
  ];
}
