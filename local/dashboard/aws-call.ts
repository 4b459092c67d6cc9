import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AWS_PREFIX, cognitoUrl, pathBelow } from './configuration';
import { pickHeaders } from './picked-headers';
import type { DashboardConfiguration } from '../../src/contract/dashboard';

/** A request of the page to AWS, without any part that the page does not need. */
export interface AwsCall {
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** The headers of calls that are passed on. */
const HEADERS = new Set([
  'accept', 'accept-encoding', 'accept-language', 'authorization', 'cache-control', 'content-length', 'content-type', 'idempotency-key',
  'if-match', 'origin', 'transfer-encoding', 'user-agent', 'x-amz-target', 'x-amz-user-agent',
]);

/** Query parameters of the API's lists. Other parameters could be the signature of a request to AWS, or name an action of another service. */
const QUERY_PARAMETERS = ['limit', 'cursor'];

/** A path that every server reads in the same way: without empty segments, dot segments, and encoded slashes. */
const PLAIN_PATH = /^(\/(?!\.{1,2}(\/|$))([\w.~@:+-]|%(?!2[ef]|5c)[0-9a-f]{2})+)*\/?$/i;

export function isBelowAwsPrefix(url: string): boolean {
  return url.startsWith(AWS_PREFIX);
}

/**
 * The call that a request stands for. Returns nothing unless the page makes such calls: operations of Cognito, and requests to the API
 * of the deployment. The engine runs code with the rights of the person who started it, and routes by path, query and headers before it
 * looks at the host. So no other request from a browser may reach it.
 */
export function awsCall({ method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, deployed: DashboardConfiguration): AwsCall | undefined {
  const { pathname, query } = split(url!);
  const cognito = cognitoUrl(deployed);
  if (isNavigation(headers) || !PLAIN_PATH.test(pathname)) {
    return undefined;
  }
  if (pathname === pathBelow(cognito)) {
    const isOperation = method === 'POST' && query === undefined && headers.authorization === undefined
      && headers['x-amz-target']?.toString().startsWith('AWSCognitoIdentityProviderService.')
      && headers['content-type'] === 'application/x-amz-json-1.1';
    return isOperation ? callTo(cognito, '', headers) : undefined;
  }
  const api = pathBelow(deployed.apiUrl);
  if (!pathname.startsWith(api) || !isOfList(query) || headers['x-amz-target'] !== undefined || !hasTokenOrNone(headers)) {
    return undefined;
  }
  return callTo(deployed.apiUrl, pathname.slice(api.length) + (query === undefined ? '' : `?${query}`), headers);
}

/** The page calls AWS from scripts. Any website can make the browser open an address in a tab, a popup or a frame. */
function isNavigation(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-mode'] === 'navigate' || (headers['sec-fetch-dest'] ?? 'empty') !== 'empty';
}

function hasTokenOrNone({ authorization }: IncomingHttpHeaders): boolean {
  return authorization === undefined || authorization.startsWith('Bearer ');
}

function isOfList(query: string | undefined): boolean {
  return [...new URLSearchParams(query).keys()].every((name) => QUERY_PARAMETERS.includes(name));
}

function callTo(awsUrl: string, rest: string, headers: IncomingHttpHeaders): AwsCall {
  const { host, pathname } = new URL(awsUrl);
  return { host, path: `${pathname}${rest}`, headers: pickHeaders(headers, HEADERS) };
}

function split(url: string): { readonly pathname: string; readonly query?: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { pathname: url } : { pathname: url.slice(0, mark), query: url.slice(mark + 1) };
}
