import type { ObservabilityEnvironment, SignUpEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks, text } from '../../environment/environment';

export const signUpEnvironment: EnvironmentChecks<SignUpEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_EVENT_BUS_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: text,
};
