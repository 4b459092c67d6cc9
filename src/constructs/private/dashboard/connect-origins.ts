import { Fn, Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import type { TenantApi } from '../../tenant-api';

/** Returns the origin of Cognito's API for the pool. The Region of an imported pool is known only from its id, which begins with it. */
export function cognitoOrigin(userPool: cognito.IUserPool): string {
  const { userPoolId, env } = userPool;
  const region = Token.isUnresolved(userPoolId) ? env.region : userPoolId.split('_')[0];
  return `https://cognito-idp.${region}.${Stack.of(userPool).urlSuffix}`;
}

/**
 * Returns the API's origin. It doesn't use `restApi.url`, because the stage in it depends on the API's CORS, which can name the distribution.
 */
export function apiOrigin({ restApi, _domainName }: TenantApi): string {
  if (_domainName !== undefined) {
    return `https://${_domainName}`;
  }
  const { region, urlSuffix } = Stack.of(restApi);
  return `https://${restApi.restApiId}.execute-api.${region}.${urlSuffix}`;
}

/** Returns the origin of a URL. */
export function originOf(url: string): string {
  return Token.isUnresolved(url) ? `https://${Fn.select(2, Fn.split('/', url))}` : new URL(url).origin;
}
