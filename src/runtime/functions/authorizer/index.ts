import { Logger } from '@aws-lambda-powertools/logger';
import { authorizerEnvironment } from './environment';
import { createHandler } from './handler';
import { createVerifier } from './verifier';
import { decodeRules } from '../../../contract/encoded-rules';
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
  logger,
  metrics: createMetrics(),
});
