import { Stack, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiDomainOptions } from '../../api-options';
import { resourceOf } from '../cloudformation/resource-of';
import { ConstructError } from '../validation/construct-error';
import { CERTIFICATE_ARN, validateDomainName } from '../validation/domain-name';

/**
 * Serves an API under a custom domain.
 *
 * The API is at the root of the domain. With a base path, functions would receive a path that differs from their route.
 */
export function addDomain(scope: Construct, api: apigateway.RestApi, { domainName, certificate }: ApiDomainOptions): void {
  validateDomainName(scope, 'domain.domainName', domainName);
  requireRegionOfApi(scope, certificate);
  api.addDomainName('DomainName', {
    domainName,
    certificate,
    endpointType: apigateway.EndpointType.REGIONAL,
    securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
  });
}

function requireRegionOfApi(scope: Construct, certificate: ApiDomainOptions['certificate']): void {
  const { certificateArn, node, env } = certificate;
  const { region } = Stack.of(scope);
  if (!Token.isUnresolved(certificateArn) && !CERTIFICATE_ARN.test(certificateArn)) {
    throw new ConstructError(scope, 'domain.certificate must have the ARN of a certificate of ACM, arn:aws:acm:<region>:<account>:certificate/<id>, '
      + `but was ${JSON.stringify(certificateArn)}. Check the ARN.`);
  }
  // The Region of an imported certificate is in its ARN. A certificate of a custom resource can be in another Region than its stack.
  const ofCertificate = Token.isUnresolved(certificateArn)
    ? resourceOf(certificate, 'AWS::CertificateManager::Certificate') && env.region
    : certificateArn.split(':')[3];
  if (ofCertificate !== undefined && !Token.isUnresolved(ofCertificate) && !Token.isUnresolved(region) && ofCertificate !== region) {
    throw new ConstructError(scope, `domain.certificate must be in ${region}, the Region of the API, but ${node.path} was in ${ofCertificate}. `
      + `Create or import a certificate in ${region}.`);
  }
}
