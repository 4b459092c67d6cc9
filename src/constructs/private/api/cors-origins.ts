import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { originDigest } from '../../../contract/origin-digest';
import { ConstructError } from '../validation/construct-error';

const ALL_ORIGINS = '*';

/** How many a user may name, and how many an API accepts: a tenancy adds the origin of its dashboard. */
const MAX_ORIGINS = 100;
export const MAX_ORIGINS_WITH_DASHBOARD = MAX_ORIGINS + 1;

/** Lists of more characters are written as digests, so that they fit into the environment of a function together with 50 roles. */
const READABLE_LENGTH = 1_200;

/** Scheme, host and port as a browser sends them: in lower case, without a path, without even a slash at the end. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.:[\]-]+$/;

/** @throws Error when a browser could never send one of the origins, or when the list says nothing or too much */
export function validateCorsOrigins(scope: Construct, corsAllowOrigins: readonly string[], maxOrigins = MAX_ORIGINS): void {
  if (corsAllowOrigins.length === 0) {
    throw new ConstructError(scope, 'corsAllowOrigins must have at least one origin, but has none. '
      + 'Name the web apps, or leave it out for the default.');
  }
  if (corsAllowOrigins.includes(ALL_ORIGINS) && corsAllowOrigins.length > 1) {
    throw new ConstructError(scope, `corsAllowOrigins must be either "*" alone or a list of origins, but was ${corsAllowOrigins.join(', ')}. `
      + 'Remove the "*", or the others.');
  }
  if (corsAllowOrigins.length > maxOrigins) {
    const dashboard = maxOrigins > MAX_ORIGINS ? ', and that of the dashboard' : '';
    throw new ConstructError(scope, `corsAllowOrigins must have at most ${MAX_ORIGINS} origins${dashboard}, but has ${corsAllowOrigins.length}. `
      + 'Serve the web apps of customers from fewer origins, or allow all with "*": tokens travel in a header, not in cookies.');
  }
  for (const origin of corsAllowOrigins) {
    if (origin !== ALL_ORIGINS && !Token.isUnresolved(origin) && !ORIGIN.test(origin)) {
      throw new ConstructError(scope, 'corsAllowOrigins must have origins such as https://app.example.com, in lower case and without a path or '
        + `a slash at the end, but one was ${JSON.stringify(origin)}. Browsers compare the whole text.`);
    }
  }
}

/**
 * The origins for the environment of a function: as they are, or as digests where they are long. An origin that is known at
 * deployment only has no digest yet.
 */
export function originsVariable(corsAllowOrigins: readonly string[]): string {
  const readable = corsAllowOrigins.join(',');
  return readable.length <= READABLE_LENGTH
    ? readable
    : corsAllowOrigins.map((origin) => (Token.isUnresolved(origin) ? origin : originDigest(origin))).join(',');
}
