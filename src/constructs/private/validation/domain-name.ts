import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/** Host names as browsers write them into origins. */
const DOMAIN_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

export const CERTIFICATE_ARN = /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/;

/** @param prop Name of the prop, as users know it. */
export function validateDomainName(scope: Construct, prop: string, domainName: string): void {
  if (!Token.isUnresolved(domainName) && !DOMAIN_NAME.test(domainName)) {
    throw new ConstructError(scope, `${prop} must be a host name such as app.example.com, in lower case, without a scheme, a path or a wildcard, `
      + `but was ${JSON.stringify(domainName)}. Pass the host name alone.`);
  }
}
