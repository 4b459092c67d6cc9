/** CloudWatch namespace of the metrics that the functions emit, with the application name as dimension `service`. */
export const METRICS_NAMESPACE = 'CdkTenancy';

export const METRIC = {
  /** A sign-up was put on the bus. */
  signUpPublished: 'SignUpPublished',
  /** A user without a tenant signed in, and the sign-up was put on the bus again. */
  signUpRepublished: 'SignUpRepublished',
  /** Putting a sign-up on the bus failed. */
  signUpPublishFailed: 'SignUpPublishFailed',
  /** The tenant of a user who signs in could not be looked up. */
  tenantLookupFailed: 'TenantLookupFailed',
  /** A token could not be checked because the key set of the pool could not be fetched. */
  keySetUnavailable: 'KeySetUnavailable',
} as const;
