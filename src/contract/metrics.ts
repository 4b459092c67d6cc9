/** CloudWatch namespace of the metrics that the functions emit. */
export const METRICS_NAMESPACE = 'CdkTenancy';

/** Dimensions of these metrics. */
export const METRIC_DIMENSION = {
  /** The application, for people who search. Several deployments in one account and Region have the same. */
  service: 'service',
  /** The physical name of the function, which no other function of the account and Region has. */
  functionName: 'function_name',
} as const;

export const METRIC = {
  /** A sign-up was put on the bus. */
  signUpPublished: 'SignUpPublished',
  /** A user without a tenant signed in, and the sign-up was put on the bus again. */
  signUpRepublished: 'SignUpRepublished',
  /** A user signed in whose name or address has changed, and was put on the bus. */
  userChangePublished: 'UserChangePublished',
  /** Putting a sign-up on the bus failed. */
  signUpPublishFailed: 'SignUpPublishFailed',
  /** The tenant of a user who signs in could not be looked up. */
  tenantLookupFailed: 'TenantLookupFailed',
  /** A token could not be checked because the key set of the pool could not be fetched. */
  keySetUnavailable: 'KeySetUnavailable',
  /** An event of a change was put on the bus. */
  changePublished: 'ChangePublished',
  /** The bus refused the event of a change, which is tried again. */
  changePublishFailed: 'ChangePublishFailed',
  /** No event could be made of a change: it was kept in the bucket for failed changes. */
  changeUnreadable: 'ChangeUnreadable',
  /** A tenant became active. Counted in the log of the state machine, which has no function to count it. */
  tenantCreated: 'TenantCreated',
} as const;

export type MetricName = (typeof METRIC)[keyof typeof METRIC];

/**
 * Namespace of the metrics that are counted in the log of a state machine. The lines have no field that could be a dimension, so
 * the namespace names the machine: its physical name, which no other machine of the account and Region has.
 */
export function stateMachineMetricsNamespace(stateMachineName: string): string {
  return `${METRICS_NAMESPACE}/${stateMachineName}`;
}
