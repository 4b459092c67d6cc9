import { Logger } from '@aws-lambda-powertools/logger';
import { createCallerRowsReader } from './caller-rows';
import { authorizerEnvironment } from './environment';
import { createHandler, type CurrentRights } from './handler';
import { createVerifier } from './verifier';
import { decodeRules } from '../../../contract/encoded-rules';
import { CLIENT_DETAILS } from '../../../contract/environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { loggable } from '../../observability/log';
import { createMetrics } from '../../observability/metrics';

const environment = readEnvironment(authorizerEnvironment);
const logger = new Logger();
const verifier = createVerifier({
  userPoolId: environment.TENANCY_USER_POOL_ID,
  clientIds: splitList(environment.TENANCY_USER_POOL_CLIENT_IDS),
  tokenUse: environment.TENANCY_TOKEN_USE,
});

// Fetches the keys before the first request. If that fails, the first request fetches them again.
await verifier.hydrate().catch((error: unknown) => logger.warn('The key set could not be fetched during init', loggable(error)));

export const handler = createHandler({
  verifier,
  rules: decodeRules(environment.TENANCY_ACCESS_RULES)!,
  currentRights: currentRights(),
  logger,
  metrics: createMetrics(),
});

/** @returns nothing if the token alone decides */
function currentRights(): CurrentRights | undefined {
  const { TENANCY_FRESHNESS_SECONDS } = environment;
  if (TENANCY_FRESHNESS_SECONDS === '') return undefined;
  return {
    readRows: createCallerRowsReader({
      region: environment.AWS_REGION,
      tenantsTableName: environment.TENANCY_TENANTS_TABLE_NAME,
      usersTableName: environment.TENANCY_USERS_TABLE_NAME,
      readsSealingKey: environment.TENANCY_CLIENT_DETAILS === CLIENT_DETAILS.recorded,
    }),
    suspensionAccess: environment.TENANCY_SUSPENSION_ACCESS,
    freshnessSeconds: Number(TENANCY_FRESHNESS_SECONDS),
  };
}
