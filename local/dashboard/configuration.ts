import type { DashboardConfiguration } from '../../src/contract/dashboard';

/** Below it are the hosts of AWS that the page calls, as the first segment of the path. */
export const AWS_PREFIX = '/_aws-hosts/';

/** The configuration as deployed, but with an API and a Cognito that are on the origin of the page. */
export function onOneOrigin(deployed: DashboardConfiguration, origin: string): DashboardConfiguration {
  const { userPoolId } = deployed.signIn;
  const [region] = userPoolId.split('_');
  return {
    ...deployed,
    apiUrl: urlBelow(origin, deployed.apiUrl),
    signIn: {
      ...deployed.signIn,
      endpoint: urlBelow(origin, deployed.signIn.endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`),
    },
  };
}

function urlBelow(origin: string, awsUrl: string): string {
  const { host, pathname } = new URL(awsUrl);
  return `${origin}${AWS_PREFIX}${host}${pathname}`;
}

/** The host and the path that such a URL leads to: Cognito's API or a REST API, and no other service. */
export function awsDestination(url: string): { readonly host: string; readonly path: string } | undefined {
  const match = new RegExp(`^${AWS_PREFIX}((?:cognito-idp|[a-z0-9]+\\.execute-api)\\.[a-z0-9-]+\\.amazonaws\\.com)(/.*)$`).exec(url);
  return match ? { host: match[1], path: match[2] } : undefined;
}
