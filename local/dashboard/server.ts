import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as https from 'node:https';
import { awsCall, isBelowAwsPrefix } from './aws-call';
import { onOneOrigin } from './configuration';
import { isOfOwnOrigin } from './own-origin';
import { pageHeaders } from './page-headers';
import { pagePath } from './page-path';
import { adaptToPlainHttp } from './plain-http-headers';
import { DASHBOARD_PATH, type DashboardConfiguration } from '../../src/contract/dashboard';

const PLAIN_TEXT = { 'content-type': 'text/plain; charset=utf-8' };

export interface DashboardSource {
  /** Address of the engine, without a trailing slash. */
  readonly endpoint: string;
  /** The authority that signed the engine's certificate. */
  readonly authority: Buffer;
  /** Address of the deployed dashboard. */
  readonly dashboardUrl: string;
}

/**
 * Serves a deployed dashboard over plain http, for browsers that neither trust the engine's authority nor resolve its host names.
 * The AWS calls that the page needs are on the same origin. Nothing else of the engine is reachable.
 */
export async function createDashboardServer({ endpoint, authority, dashboardUrl }: DashboardSource): Promise<Server> {
  const { createProxyServer } = await import('httpxy');
  const agent = new https.Agent({ keepAlive: true, ca: authority, servername: 'localhost' });
  const { host: distribution, origin: deployedOrigin } = new URL(dashboardUrl);
  const proxy = createProxyServer({ target: endpoint, agent, secure: true });
  proxy.on('proxyRes', (answer) => adaptToPlainHttp(answer.headers));

  const passOn = (request: IncomingMessage, response: ServerResponse, host: string, path: string, headers: IncomingHttpHeaders) => {
    request.url = path;
    request.headers = { ...headers, host, ...headers.origin !== undefined && { origin: deployedOrigin } };
    return proxy.web(request, response);
  };
  const deployedConfiguration = () => fetchConfiguration(endpoint, distribution, agent);

  return createServer((request, response) => {
    const answer = async () => {
      if (!isOfOwnOrigin(request.headers, request.socket.localPort!)) {
        return response.writeHead(403, PLAIN_TEXT).end('Only the pages of the dashboard can use this address.\n');
      }
      if (isBelowAwsPrefix(request.url!)) {
        const call = awsCall(request, await deployedConfiguration());
        return call === undefined
          ? response.writeHead(403, PLAIN_TEXT).end('The dashboard does not make such requests.\n')
          : passOn(request, response, call.host, call.path, call.headers);
      }
      if (!['GET', 'HEAD'].includes(request.method!)) {
        return response.writeHead(405, { ...PLAIN_TEXT, allow: 'GET, HEAD' }).end('Pages only support GET and HEAD.\n');
      }
      const [pathname] = request.url!.split('?');
      if (pathname === `/${DASHBOARD_PATH.configuration}`) {
        return sendJson(response, onOneOrigin(await deployedConfiguration(), `http://${request.headers.host}`));
      }
      const path = pagePath(pathname);
      return path === undefined
        ? response.writeHead(404, PLAIN_TEXT).end('The dashboard does not have this file.\n')
        : passOn(request, response, distribution, path, pageHeaders(request.headers));
    };
    answer().catch((error: Error) => sendError(response, error));
  });
}

async function fetchConfiguration(endpoint: string, distribution: string, agent: https.Agent): Promise<DashboardConfiguration> {
  return new Promise((resolve, reject) => {
    https.get(`${endpoint}/${DASHBOARD_PATH.configuration}`, { agent, headers: { host: distribution } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('error', reject).on('end', () => {
        if (response.statusCode === 200) {
          resolve(JSON.parse(text));
        } else {
          reject(new Error(`${DASHBOARD_PATH.configuration} must be answered with status 200, but was answered with ${response.statusCode}`));
        }
      });
    }).on('error', reject);
  });
}

function sendJson(response: ServerResponse, content: object): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache' }).end(JSON.stringify(content, undefined, 2));
}

function sendError(response: ServerResponse, error: Error): void {
  process.stderr.write(`${error.stack}\n`);
  if (response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(502, PLAIN_TEXT).end(`The local engine did not answer: ${error.message}\n`);
  }
}
