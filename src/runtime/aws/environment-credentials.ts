import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * The bundles of the functions get this module instead of `@aws-sdk/credential-provider-node`. Lambda sets the credentials of the execution
 * role as environment variables. The other sources that the package searches, such as files, SSO and instance metadata, would be more than
 * 100 KB of each bundle.
 */
export const defaultProvider = () => fromEnv();
