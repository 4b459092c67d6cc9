import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from '../validation/construct-error';

/** A URL to which clients can append paths. */
const API_URL = /^https:\/\/[a-z0-9.-]+(:\d+)?\/([^?#]*\/)?$/;

/** The URL of a stage at the endpoint of API Gateway, with a slash at its end. It needs the API to exist, but not the stage. */
export function executeApiUrl(scope: Construct, restApiId: string, stageName: string): string {
  const { region, urlSuffix } = Stack.of(scope);
  return `https://${restApiId}.execute-api.${region}.${urlSuffix}/${stageName}/`;
}

/** @throws Error if clients cannot append paths to the URL */
export function validateApiUrl(scope: Construct, prop: string, apiUrl: string): void {
  if (!Token.isUnresolved(apiUrl) && !API_URL.test(apiUrl)) {
    throw new ConstructError(scope, `${prop} must be an https URL with a slash at its end, such as https://api.example.com/, `
      + `but was ${JSON.stringify(apiUrl)}. Pass the URL with its scheme and the slash.`);
  }
}
