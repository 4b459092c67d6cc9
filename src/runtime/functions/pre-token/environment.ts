import { LOOKUP_FAILURE_MODE, type ObservabilityEnvironment, type PreTokenEnvironment, TENANT_LOOKUP_MODE } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks, oneOf, optional, text, type VariableCheck } from '../../environment/environment';

/** Set by Lambda itself. */
interface LambdaEnvironment {
  readonly AWS_REGION: string;
}

/** The response determines the claims of a token, so the connection must authenticate the server. */
const httpsUrl: VariableCheck = (value) =>
  text(value) ?? (URL.canParse(value!) && new URL(value!).protocol === 'https:' ? undefined : 'must be a URL that starts with https://');

export const preTokenEnvironment: EnvironmentChecks<PreTokenEnvironment & ObservabilityEnvironment & LambdaEnvironment> = {
  ...observabilityChecks,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_LOOKUP: oneOf(TENANT_LOOKUP_MODE),
  TENANCY_LOOKUP_URL: httpsUrl,
  TENANCY_LOOKUP_FAILURE: oneOf(LOOKUP_FAILURE_MODE),
  TENANCY_EVENT_BUS_NAME: text,
  TENANCY_CHANGED_USERS_BUS_NAME: text,
  TENANCY_SIGN_IN_RECORDER_URL: optional(httpsUrl),
  AWS_REGION: nonEmptyText,
};
