import type { DashboardConfiguration } from '../../src/contract/dashboard';

/** Below it are the two hosts of AWS that the page calls, as the first segment of the path. */
export const AWS_PREFIX = '/_aws-hosts/';

/** The configuration as deployed, but with an API and a Cognito that are on the origin of the page. */
export function onOneOrigin(deployed: DashboardConfiguration, origin: string): DashboardConfiguration {
  return {
    ...deployed,
    apiUrl: urlBelow(origin, deployed.apiUrl),
    signIn: { ...deployed.signIn, endpoint: urlBelow(origin, cognitoUrl(deployed)) },
  };
}

/** Where the page that is deployed calls Cognito. */
export function cognitoUrl({ signIn: { userPoolId, endpoint } }: DashboardConfiguration): string {
  const [region] = userPoolId.split('_');
  return endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`;
}

function urlBelow(origin: string, awsUrl: string): string {
  return `${origin}${pathBelow(awsUrl)}`;
}

/** The path on the origin of the page that stands for a URL of AWS. */
export function pathBelow(awsUrl: string): string {
  const { host, pathname } = new URL(awsUrl);
  return `${AWS_PREFIX}${host}${pathname}`;
}
