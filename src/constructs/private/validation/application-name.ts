import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { APPLICATION_NAME_PATTERN } from '../../../contract/identifiers';

/** @throws Error if the name is invalid: event sources begin with it */
export function validateApplicationName(scope: Construct, applicationName: string): void {
  // A compiler doesn't check plain JavaScript, and "undefined" would be a valid name.
  if (typeof applicationName !== 'string') {
    throw new ConstructError(scope, `applicationName must be a string, but was ${JSON.stringify(applicationName)}. Pass it in the props, such as `
      + "{ applicationName: 'devices' }.");
  }
  if (Token.isUnresolved(applicationName)) {
    throw new ConstructError(scope, 'applicationName must be known at synth, because tenant ids and event sources are derived from it, '
      + 'but was a value that is resolved at deploy time. Pass a literal text.');
  }
  if (!APPLICATION_NAME_PATTERN.test(applicationName)) {
    throw new ConstructError(scope, 'applicationName must be 2 to 63 lower-case letters, digits and hyphens, beginning with a letter, '
      + `and not be "aws", but was ${JSON.stringify(applicationName)}. Choose a name such as devices.`);
  }
}
