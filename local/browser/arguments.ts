/** The hosts of AWS that a dashboard and its sign-in are on. */
const HOSTS = ['*.cloudfront.net', '*.amazonaws.com'];

/**
 * Command-line arguments of a Chromium that finds the local engine under the names that AWS has, and nothing else: all
 * other hosts do not exist for it.
 *
 * @param endpoint URL of the engine
 */
export function browserArguments(endpoint: string): string[] {
  const { host } = new URL(endpoint);
  return [
    `--host-resolver-rules=${[...HOSTS.map((name) => `MAP ${name} ${host}`), 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].join(', ')}`,
    // Its sandbox needs rights that a container may not have, and the pages are our own.
    '--no-sandbox',
  ];
}
