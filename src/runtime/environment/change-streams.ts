import { type EnvironmentChecks, nonEmptyText, observabilityChecks } from './environment';
import type { ChangeEventsEnvironment, ObservabilityEnvironment } from '../../contract/environment';

/** Checks of the variables that the functions behind the change streams share. */
export const changeStreamChecks: EnvironmentChecks<ChangeEventsEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_EVENT_BUS_NAME: nonEmptyText,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_FAILED_CHANGES_BUCKET_NAME: nonEmptyText,
};
