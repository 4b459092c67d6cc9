import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { originDigest } from '../../contract/origin-digest';

const ALL_ORIGINS = '*';

const MAX_ORIGINS = 100;

/** Lists of more characters are written as digests, so that they fit into the environment of a function together with 50 roles. */
const READABLE_LENGTH = 1_200;

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
  if (corsAllowOrigins.length > MAX_ORIGINS) {
    throw new ConstructError(scope, `corsAllowOrigins must have at most ${MAX_ORIGINS} origins, but has ${corsAllowOrigins.length}. `
      + 'Serve the web apps of customers from fewer origins, or allow all with "*": tokens travel in a header, not in cookies.');
  }
  for (const origin of corsAllowOrigins) {
    if (origin !== ALL_ORIGINS && !Token.isUnresolved(origin) && !ORIGIN.test(origin)) {
      throw new ConstructError(scope, 'corsAllowOrigins was expected to hold origins such as https://app.example.com, in lower case and without a path or '
        + `a slash at the end, but one is ${JSON.stringify(origin)}. Browsers compare the whole text.`);
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
