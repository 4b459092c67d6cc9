import { Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { TenantApi } from '../tenant-api';

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
