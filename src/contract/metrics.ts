/** CloudWatch namespace of the metrics that the functions emit. */
export const METRICS_NAMESPACE = 'CdkTenancy';

/** Dimensions of these metrics. */
export const METRIC_DIMENSION = {
  /** Name of the application, for searches. Several deployments in one account and Region can share it. */
  service: 'service',
  /** Physical name of the function, which is unique in the account and Region. */
  functionName: 'function_name',
} as const;

export const METRIC = {
  /** The event of a sign-up was published. */
  signUpPublished: 'SignUpPublished',
  /** A user without a tenant signed in, and the event of the sign-up was published again. */
  signUpRepublished: 'SignUpRepublished',
  /** A user whose name or address has changed signed in, and the event of the change was published. */
  userChangePublished: 'UserChangePublished',
  /** The event of a sign-up could not be published. */
  signUpPublishFailed: 'SignUpPublishFailed',
  /** The tenant of a user could not be looked up at the sign-in. */
  tenantLookupFailed: 'TenantLookupFailed',
  /** A sign-in could not be handed to the audit log. */
  signInNotRecorded: 'SignInNotRecorded',
  /** A token could not be checked because the key set of the pool could not be fetched. */
  keySetUnavailable: 'KeySetUnavailable',
  /** The rights of a caller could not be read from the tables. */
  rightsUnavailable: 'RightsUnavailable',
  /** STS throttled calls in the function's Region or could not be reached there, so the endpoint of another Region was asked. */
  stsRegionChanged: 'StsRegionChanged',
  /** The event of a change was published. */
  changePublished: 'ChangePublished',
  /** The bus refused the event of a change. It will be sent again. */
  changePublishFailed: 'ChangePublishFailed',
  /** A change could not be read, so it was written to the bucket for failed changes. */
  changeUnreadable: 'ChangeUnreadable',
  /** A deletion has failed, and is not running. Each sweep counts it. */
  deletionStalled: 'DeletionStalled',
  /** A tenant became active. A metric filter counts it in the log of the state machine, which calls no function. */
  tenantCreated: 'TenantCreated',
} as const;

export type MetricName = (typeof METRIC)[keyof typeof METRIC];

/**
 * Namespace of the metrics that are counted in the log of a state machine. The lines have no field that could be a dimension. So the
 * namespace contains the physical name of the machine, which is unique in the account and Region.
 */
export function stateMachineMetricsNamespace(stateMachineName: string): string {
  return `${METRICS_NAMESPACE}/${stateMachineName}`;
}
