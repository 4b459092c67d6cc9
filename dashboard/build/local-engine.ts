import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { DashboardConfiguration } from '../../src/contract/dashboard';

const OUTPUTS = fileURLToPath(new URL('../../.local/outputs.json', import.meta.url));

/** Connects the dashboard to the app on the local engine. Vite proxies the requests, because browsers don't trust the engine's certificate. */
export function localEngine(): Plugin {
  return {
    name: 'local-engine',
    apply: 'serve',
    config() {
      if (!existsSync(OUTPUTS)) return undefined;
      const { ApiUrl, Endpoint } = readOutputs();
      const common = { changeOrigin: true, secure: false };
      return {
        server: {
          proxy: {
            '/local/api': { ...common, target: ApiUrl, rewrite: (path: string) => path.slice('/local/api/'.length) },
            '/local/cognito': { ...common, target: Endpoint, rewrite: () => '/' },
          },
        },
      };
    },
    configureServer(server) {
      server.middlewares.use('/config.json', (request, response) => {
        const origin = `http://${request.headers.host}`;
        const { UserPoolId, UserPoolClientId } = readOutputs();
        const configuration: DashboardConfiguration = {
          apiUrl: `${origin}/local/api/`,
          signIn: {
            userPoolId: UserPoolId, userPoolClientId: UserPoolClientId, endpoint: `${origin}/local/cognito`, tokenUse: 'access', staySignedIn: true,
          },
          branding: { title: 'Dashboard' },
        };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(configuration));
      });
    },
  };
}

function readOutputs(): Record<'ApiUrl' | 'Endpoint' | 'UserPoolId' | 'UserPoolClientId', string> {
  if (!existsSync(OUTPUTS)) throw new Error('The local engine is not running. Start it with `npm run local:up`, then restart this server.');
  return JSON.parse(readFileSync(OUTPUTS, 'utf8'));
}
