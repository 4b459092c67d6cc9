import { decodeRules } from '../../../contract/encoded-rules';
import { type AuthorizerEnvironment, CLIENT_DETAILS, type ObservabilityEnvironment, SUSPENSION_ACCESS, TOKEN_USE } from '../../../contract/environment';
import {
  count, type EnvironmentChecks, list, nonEmptyText, observabilityChecks, oneOf, optional, text, type VariableCheck,
} from '../../environment/environment';

const accessRules: VariableCheck = (value) => nonEmptyText(value) ?? (decodeRules(value!) ? undefined : 'must be encoded access rules');

/** Set by Lambda itself. */
interface LambdaEnvironment {
  readonly AWS_REGION: string;
}

export const authorizerEnvironment: EnvironmentChecks<AuthorizerEnvironment & ObservabilityEnvironment & LambdaEnvironment> = {
  ...observabilityChecks,
  TENANCY_USER_POOL_ID: nonEmptyText,
  TENANCY_USER_POOL_CLIENT_IDS: list,
  TENANCY_TOKEN_USE: oneOf(TOKEN_USE),
  TENANCY_ACCESS_RULES: accessRules,
  TENANCY_FRESHNESS_SECONDS: optional(count),
  TENANCY_TENANTS_TABLE_NAME: text,
  TENANCY_USERS_TABLE_NAME: text,
  TENANCY_CLIENT_DETAILS: oneOf(CLIENT_DETAILS),
  TENANCY_SUSPENSION_ACCESS: oneOf(SUSPENSION_ACCESS),
  AWS_REGION: nonEmptyText,
};
