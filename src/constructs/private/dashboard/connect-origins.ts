import { Fn, Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { TenantApi } from '../../tenant-api';
import { ConstructError } from '../validation/construct-error';

/** As the page puts paths behind it. */
const API_URL = /^https:\/\/[a-z0-9.-]+(:\d+)?\/([^?#]*\/)?$/;

/** Where the pool is called from a browser. The id of a pool begins with its Region, which an imported one does not know otherwise. */
export function cognitoOrigin(userPool: cognito.IUserPool): string {
  const { userPoolId, env } = userPool;
  const region = Token.isUnresolved(userPoolId) ? env.region : userPoolId.split('_')[0];
  return `https://cognito-idp.${region}.${Stack.of(userPool).urlSuffix}`;
}

/** Not by `api.url`: the stage in it depends on the API's CORS, which may name the distribution. */
export function apiOrigin({ restApi }: TenantApi): string {
  const { region, urlSuffix } = Stack.of(restApi);
  return `https://${restApi.restApiId}.execute-api.${region}.${urlSuffix}`;
}

/** What is before the path of a URL. */
export function originOf(url: string): string {
  return Token.isUnresolved(url) ? `https://${Fn.select(2, Fn.split('/', url))}` : new URL(url).origin;
}

/** @throws Error when it is no URL that paths can be put behind */
export function validateApiUrl(scope: Construct, apiUrl: string): void {
  if (!Token.isUnresolved(apiUrl) && !API_URL.test(apiUrl)) {
    throw new ConstructError(scope, 'apiUrl must be an https URL with a slash at its end, such as https://api.example.com/, '
      + `but was ${JSON.stringify(apiUrl)}.`);
  }
}
