import { Duration, aws_cloudfront as cloudfront } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { uniqueName } from '../cloudformation/unique-name';

/** The page uses no device features. */
const PERMISSIONS_POLICY = [
  'accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment', 'usb',
].map((feature) => `${feature}=()`).join(', ');

/**
 * Creates the security headers of all files: scripts, styles and images load only from the same origin, requests go only to the given
 * origins, and frames are not allowed.
 *
 * @param connectOrigins Origins that scripts can call, besides their own.
 */
export function createSecurityHeaders(scope: Construct, id: string, connectOrigins: readonly string[]): cloudfront.ResponseHeadersPolicy {
  return new cloudfront.ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: uniqueName(scope, 128),
    comment: 'Headers of a tenant dashboard',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(connectOrigins), override: true },
      // Not for subdomains: the owner of the domain may have subdomains that don't support HTTPS.
      strictTransportSecurity: { accessControlMaxAge: Duration.days(2 * 365), includeSubdomains: false, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
      // Other websites don't need the addresses of the pages.
      referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Permissions-Policy', value: PERMISSIONS_POLICY, override: true },
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
        { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override: true },
      ],
    },
  });
}

function contentSecurityPolicy(connectOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${connectOrigins.join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
