import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from '../validation/construct-error';

/** A URL to which clients can append paths. */
const API_URL = /^https:\/\/[a-z0-9.-]+(:\d+)?\/([^?#]*\/)?$/;

/** @throws Error if clients cannot append paths to the URL */
export function validateApiUrl(scope: Construct, prop: string, apiUrl: string): void {
  if (!Token.isUnresolved(apiUrl) && !API_URL.test(apiUrl)) {
    throw new ConstructError(scope, `${prop} must be an https URL with a slash at its end, such as https://api.example.com/, `
      + `but was ${JSON.stringify(apiUrl)}. Pass the URL with its scheme and the slash.`);
  }
}
