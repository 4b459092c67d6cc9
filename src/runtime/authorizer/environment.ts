import { type AuthorizerEnvironment, type ObservabilityEnvironment, TOKEN_USE } from '../../contract/environment';
import { type EnvironmentChecks, list, nonEmptyText, observabilityChecks, oneOf } from '../shared/environment';

export const authorizerEnvironment: EnvironmentChecks<AuthorizerEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_USER_POOL_ID: nonEmptyText,
  TENANCY_USER_POOL_CLIENT_IDS: list,
  TENANCY_TOKEN_USE: oneOf(TOKEN_USE),
};
