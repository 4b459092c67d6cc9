import { Annotations, Token, aws_certificatemanager as acm } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { resourceOf } from '../cloudformation/resource-of';
import { ConstructError } from '../validation/construct-error';
import { CERTIFICATE_ARN, validateDomainName } from '../validation/domain-name';

/** The only Region that CloudFront accepts certificates and web ACLs from, whatever the Region of the stack. */
const EDGE_REGION = 'us-east-1';

const WEB_ACL_ARN = new RegExp(`^arn:[a-z-]+:wafv2:${EDGE_REGION}:\\d{12}:global/webacl/[^/]+/[^/]+$`);

/** @throws Error if only one of the two is passed, or if CloudFront can't use them */
export function validateDomain(scope: Construct, domainName: string | undefined, certificate: acm.ICertificate | undefined): void {
  if (domainName === undefined && certificate === undefined) {
    return;
  }
  if (domainName === undefined) {
    throw new ConstructError(scope, 'domainName must be passed together with certificate, but is missing. '
      + 'Pass the host name that people type, which the certificate is for.');
  }
  if (certificate === undefined) {
    throw new ConstructError(scope, `certificate must be passed together with domainName, but is missing. Pass a certificate for ${domainName} from ${EDGE_REGION}.`);
  }
  validateDomainName(scope, 'domainName', domainName);
  validateCertificate(scope, certificate);
}

function validateCertificate(scope: Construct, certificate: acm.ICertificate): void {
  const { certificateArn, node } = certificate;
  if (!Token.isUnresolved(certificateArn)) {
    if (!CERTIFICATE_ARN.test(certificateArn)) {
      throw new ConstructError(scope, 'certificate must have the ARN of a certificate of ACM, '
        + `arn:aws:acm:${EDGE_REGION}:<account>:certificate/<id>, but that of ${node.path} is ${JSON.stringify(certificateArn)}.`);
    }
    requireEdgeRegion(scope, certificate, certificateArn.split(':')[3]);
  // Other certificates, such as those that a custom resource requests, can be in another Region than their stack.
  } else if (resourceOf(certificate, acm.CfnCertificate.CFN_RESOURCE_TYPE_NAME) !== undefined) {
    requireEdgeRegion(scope, certificate, certificate.env.region);
  }
}

function requireEdgeRegion(scope: Construct, { node }: acm.ICertificate, region: string): void {
  if (Token.isUnresolved(region)) {
    Annotations.of(scope).addWarningV2('cdk-tenancy:certificateRegion', `The certificate ${node.path} must be in ${EDGE_REGION}, the only Region that CloudFront `
      + 'accepts certificates from, but the Region of its stack is not known at synth. Set env.region of that stack.');
  } else if (region !== EDGE_REGION) {
    throw new ConstructError(scope, `certificate must be from ${EDGE_REGION}, the only Region that CloudFront accepts certificates from, but ${node.path} is from ${region}. `
      + `Create it in a stack with env.region "${EDGE_REGION}", and set crossRegionReferences on both stacks, or import it by its ARN.`);
  }
}

/** @throws Error if CloudFront can't use the web ACL */
export function validateWebAcl(scope: Construct, webAclArn: string): void {
  if (!Token.isUnresolved(webAclArn) && !WEB_ACL_ARN.test(webAclArn)) {
    throw new ConstructError(scope, `webAclArn must be the ARN of a web ACL of AWS WAF (v2) with the scope CLOUDFRONT, which are in ${EDGE_REGION}: `
      + `arn:aws:wafv2:${EDGE_REGION}:<account>:global/webacl/<name>/<id>, but was ${JSON.stringify(webAclArn)}.`);
  }
}
