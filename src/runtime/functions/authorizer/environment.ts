import { decodeRules } from '../../../contract/encoded-rules';
import { type AuthorizerEnvironment, type ObservabilityEnvironment, TOKEN_USE } from '../../../contract/environment';
import { type EnvironmentChecks, list, nonEmptyText, observabilityChecks, oneOf, type VariableCheck } from '../../environment/environment';

const accessRules: VariableCheck = (value) => nonEmptyText(value) ?? (decodeRules(value!) ? undefined : 'must be encoded access rules');

export const authorizerEnvironment: EnvironmentChecks<AuthorizerEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_USER_POOL_ID: nonEmptyText,
  TENANCY_USER_POOL_CLIENT_IDS: list,
  TENANCY_TOKEN_USE: oneOf(TOKEN_USE),
  TENANCY_ACCESS_RULES: accessRules,
};
