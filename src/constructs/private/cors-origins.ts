import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

const ALL_ORIGINS = '*';

/** Scheme, host and port as a browser sends them: in lower case, without a path, without even a slash at the end. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.:[\]-]+$/;

/** @throws Error when a browser could never send one of the origins, or when the list says nothing or too much */
export function validateCorsOrigins(scope: Construct, corsAllowOrigins: readonly string[]): void {
  if (corsAllowOrigins.length === 0) {
    throw new ConstructError(scope, 'corsAllowOrigins was expected to name at least one origin, but it is empty. '
      + 'Name the web apps, or leave it out for the default.');
  }
  if (corsAllowOrigins.includes(ALL_ORIGINS) && corsAllowOrigins.length > 1) {
    throw new ConstructError(scope, `corsAllowOrigins was expected to be either "*" alone or a list of origins, but it is ${corsAllowOrigins.join(', ')}. `
      + 'Remove the "*", or the others.');
  }
  for (const origin of corsAllowOrigins) {
    if (origin !== ALL_ORIGINS && !Token.isUnresolved(origin) && !ORIGIN.test(origin)) {
      throw new ConstructError(scope, 'corsAllowOrigins was expected to hold origins such as https://app.example.com, in lower case and without a path or '
        + `a slash at the end, but one is ${JSON.stringify(origin)}. Browsers compare the whole text.`);
    }
  }
}
