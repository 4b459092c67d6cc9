import { DASHBOARD_PATH } from '../../src/contract/dashboard';

/** File names without percent signs and backslashes: the engine might decode `..%2f`, or treat a backslash as a slash. */
const HASHED_ASSET = new RegExp(`^/${DASHBOARD_PATH.hashedAssets}[^/\\\\%]+$`);
const BESIDE_THE_PAGE = /^\/[^/\\%]+$/;

/**
 * The path to request from the distribution: a file of the dashboard, or else the page, which serves all routes. The engine routes
 * by path before it looks at the host, and some paths lead to other services or to the engine itself. So other paths are not passed on.
 *
 * @param pathname path of the request, without its query
 * @returns undefined for files that a dashboard does not have
 */
export function pagePath(pathname: string): string | undefined {
  const isFile = pathname.slice(pathname.lastIndexOf('/')).includes('.');
  const isBesideThePage = BESIDE_THE_PAGE.test(pathname) && pathname.lastIndexOf('.') > 1;
  if (HASHED_ASSET.test(pathname) || isBesideThePage) {
    return pathname;
  }
  return isFile ? undefined : '/';
}
