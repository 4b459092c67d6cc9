import { DASHBOARD_PATH } from '../../src/contract/dashboard';

/** The names have no slash in disguise: the engine might decode `..%2f`, or take a backslash for a slash. */
const HASHED_ASSET = new RegExp(`^/${DASHBOARD_PATH.hashedAssets}[^/\\\\%]+$`);
const BESIDE_THE_PAGE = /^\/[^/\\%]+$/;

/**
 * What to ask the distribution for: a file of the dashboard, or the page for all of its routes. The engine looks at paths
 * before it looks at hosts, and some of them lead to other services or to itself, so no path of the browser's is passed on.
 *
 * @param pathname path of the request, without its query
 * @returns nothing for files that no dashboard has
 */
export function pagePath(pathname: string): string | undefined {
  const isFile = pathname.slice(pathname.lastIndexOf('/')).includes('.');
  const isBesideThePage = BESIDE_THE_PAGE.test(pathname) && pathname.lastIndexOf('.') > 1;
  if (HASHED_ASSET.test(pathname) || isBesideThePage) {
    return pathname;
  }
  return isFile ? undefined : '/';
}
