import { aws_lambda as lambda } from 'aws-cdk-lib';
import { resolveLongest } from './longest-values';

/**
 * The limit for the names and values of all variables. Lambda measures them as JSON.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_BYTES = 4_096;

/** The props that determine a variable, as users of a Tenancy know them. */
const PROPS: Readonly<Record<string, string>> = {
  POWERTOOLS_SERVICE_NAME: 'serviceName',
  TENANCY_ACCESS_RULES: 'accessRules (rules of a TenantAuthorizer)',
  TENANCY_APPLICATION_NAME: 'applicationName',
  TENANCY_CORS_ALLOW_ORIGINS: 'corsAllowOrigins',
  TENANCY_EVENT_BUS_NAME: 'eventBus',
  TENANCY_FAILED_CHANGES_BUCKET_NAME: 'failedChangesBucket',
  TENANCY_INVITATION_URL: 'invitationPageUrl',
  TENANCY_MAIL_FROM: 'invitations.email.from',
  TENANCY_PRODUCT_NAME: 'invitations.email.productName',
  TENANCY_ROLES: 'roles',
  TENANCY_STS_REGIONS: 'stsRegions',
  TENANCY_USER_POOL_CLIENT_IDS: 'userPoolClients',
};

/** Makes synth fail if the environment of a function can become too large for Lambda. Variables can be added until synth. */
export function limitEnvironment(fn: lambda.Function): void {
  fn.node.addValidation({ validate: () => findTooMuch(fn) });
}

function findTooMuch(fn: lambda.Function): string[] {
  const variables = longestVariables(fn);
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes <= MAX_BYTES) {
    return [];
  }
  const largest = Object.entries(variables)
    .map(([name, value]) => ({ name, bytes: Buffer.byteLength(name) + Buffer.byteLength(value) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 4)
    .map((variable) => `${PROPS[variable.name] ? `${PROPS[variable.name]} (${variable.name})` : variable.name}: ${variable.bytes}`);
  return [
    `The environment of a function must have at most ${MAX_BYTES} bytes, but could have ${bytes} with the longest values that tokens can have. `
    + `The largest variables, in bytes: ${largest.join(', ')}. Pass fewer or shorter values.`,
  ];
}

/** The variables, with the longest values that tokens can have. */
function longestVariables(fn: lambda.Function): Record<string, string> {
  const { environment } = fn.node.defaultChild as lambda.CfnFunction;
  const resolved = resolveLongest(environment, fn) as { variables?: Record<string, string> } | undefined;
  return resolved?.variables ?? {};
}
