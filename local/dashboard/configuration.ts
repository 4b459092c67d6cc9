import type { DashboardConfiguration } from '../../src/contract/dashboard';

/** Prefix of paths whose next segment is one of the two AWS hosts that the page calls. */
export const AWS_PREFIX = '/_aws-hosts/';

/** The deployed configuration, with the API and Cognito on the origin of the page. */
export function onOneOrigin(deployed: DashboardConfiguration, origin: string): DashboardConfiguration {
  return {
    ...deployed,
    apiUrl: urlBelow(origin, deployed.apiUrl),
    signIn: { ...deployed.signIn, endpoint: urlBelow(origin, cognitoUrl(deployed)) },
  };
}

/** The URL at which the deployed page calls Cognito. */
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
