import { Fn, Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { TenantApi } from '../../tenant-api';
import { ConstructError } from '../validation/construct-error';

/** A URL that ends with a slash, because the page appends paths to it. */
const API_URL = /^https:\/\/[a-z0-9.-]+(:\d+)?\/([^?#]*\/)?$/;

/** Returns the origin of Cognito's API for the pool. The Region of an imported pool is known only from its id, which begins with it. */
export function cognitoOrigin(userPool: cognito.IUserPool): string {
  const { userPoolId, env } = userPool;
  const region = Token.isUnresolved(userPoolId) ? env.region : userPoolId.split('_')[0];
  return `https://cognito-idp.${region}.${Stack.of(userPool).urlSuffix}`;
}

/** Returns the API's origin. It doesn't use `api.url`, because the stage in it depends on the API's CORS, which can name the distribution. */
export function apiOrigin({ restApi }: TenantApi): string {
  const { region, urlSuffix } = Stack.of(restApi);
  return `https://${restApi.restApiId}.execute-api.${region}.${urlSuffix}`;
}

/** Returns the origin of a URL. */
export function originOf(url: string): string {
  return Token.isUnresolved(url) ? `https://${Fn.select(2, Fn.split('/', url))}` : new URL(url).origin;
}

/** @throws Error if the URL is invalid, or paths can't be appended to it */
export function validateApiUrl(scope: Construct, apiUrl: string): void {
  if (!Token.isUnresolved(apiUrl) && !API_URL.test(apiUrl)) {
    throw new ConstructError(scope, 'apiUrl must be an https URL with a slash at its end, such as https://api.example.com/, '
      + `but was ${JSON.stringify(apiUrl)}.`);
  }
}
