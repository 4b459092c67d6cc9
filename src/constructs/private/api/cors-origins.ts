import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { originDigest } from '../../../contract/origin-digest';
import { ConstructError } from '../validation/construct-error';

const ALL_ORIGINS = '*';

/** The most origins that a user can pass. */
const MAX_ORIGINS = 100;

/** The most origins that an API accepts: a tenancy adds the origin of its dashboard. */
export const MAX_ORIGINS_WITH_DASHBOARD = MAX_ORIGINS + 1;

/** Longer lists are written as digests, so that they fit into the environment of a function together with 50 roles. */
const READABLE_LENGTH = 1_200;

/** Scheme, host and port as browsers send them: in lowercase, without a path or a slash at the end. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.:[\]-]+$/;

/** @throws Error if the list is empty, is too long or combines `*` with origins, or if browsers never send one of the origins */
export function validateCorsOrigins(scope: Construct, corsAllowOrigins: readonly string[], maxOrigins = MAX_ORIGINS): void {
  if (corsAllowOrigins.length === 0) {
    throw new ConstructError(scope, 'corsAllowOrigins must have at least one origin, but was empty. '
      + 'Add the origins of the web apps, or leave the option out for the default.');
  }
  if (corsAllowOrigins.includes(ALL_ORIGINS) && corsAllowOrigins.length > 1) {
    throw new ConstructError(scope, `corsAllowOrigins must be either "*" alone or a list of origins, but was ${corsAllowOrigins.join(', ')}. `
      + 'Remove either the "*" or the origins.');
  }
  if (corsAllowOrigins.length > maxOrigins) {
    const dashboard = maxOrigins > MAX_ORIGINS ? ', and that of the dashboard' : '';
    throw new ConstructError(scope, `corsAllowOrigins must have at most ${MAX_ORIGINS} origins${dashboard}, but has ${corsAllowOrigins.length}. `
      + 'Serve the web apps from fewer origins, or allow all origins with "*": web apps send tokens in a header, not in cookies.');
  }
  for (const origin of corsAllowOrigins) {
    if (origin !== ALL_ORIGINS && !Token.isUnresolved(origin) && !ORIGIN.test(origin)) {
      throw new ConstructError(scope, 'corsAllowOrigins must have origins such as https://app.example.com, in lowercase and without a path or '
        + `a slash at the end, but one was ${JSON.stringify(origin)}. Write it exactly as browsers send it.`);
    }
  }
}

/**
 * The value of the environment variable for the origins. Long lists contain digests instead. An origin that is unknown at synth has no
 * digest.
 */
export function originsVariable(corsAllowOrigins: readonly string[]): string {
  const readable = corsAllowOrigins.join(',');
  return readable.length <= READABLE_LENGTH
    ? readable
    : corsAllowOrigins.map((origin) => (Token.isUnresolved(origin) ? origin : originDigest(origin))).join(',');
}
