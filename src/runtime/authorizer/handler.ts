import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { bearerToken } from './bearer-token';
import { apiArn, tokenPolicy } from './policy';
import { principalOf } from './principal';
import { isKeySetFailure, refusalReason } from './verification-failure';
import type { TokenVerifier } from './verifier';
import type { AccessRule } from '../../contract/access-rules';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { METRIC } from '../../contract/metrics';
import { count } from '../shared/count';
import { loggable, startLog } from '../shared/log';

export interface AuthorizerHandlerProps {
  readonly verifier: TokenVerifier;
  /** The application's own access rules. */
  readonly rules: readonly AccessRule[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** REQUEST authorizer of a REST API: turns the token of a user into a policy. */
export function createHandler({ verifier, rules, logger, metrics }: AuthorizerHandlerProps) {
  return async (event: APIGatewayRequestAuthorizerEvent, context: Context): Promise<APIGatewayAuthorizerResult> => {
    startLog(logger, event.requestContext?.requestId ?? context.awsRequestId);
    const token = bearerToken(event);
    if (token === undefined) {
      throw unauthorized('no bearer token');
    }
    const principal = principalOf(await verifiedClaims(token));
    if (principal === undefined) {
      throw unauthorized('claims that cannot be used');
    }
    logger.appendKeys({ tenantId: principal.tenantId });
    return {
      principalId: principal.userId,
      policyDocument: tokenPolicy(apiArn(event.methodArn), principal, rules),
      context: flat(principal),
    };
  };

  async function verifiedClaims(token: string): Promise<object> {
    try {
      return await verifier.verify(token);
    } catch (error) {
      if (!isKeySetFailure(error)) {
        throw unauthorized(refusalReason(error));
      }
      logger.error('A token could not be checked', loggable(error));
      count(metrics, METRIC.keySetUnavailable);
      // API Gateway answers 500 to this: an outage must not log people out.
      throw new Error('The key set of the user pool is not available.');
    }
  }

  /** The one text that API Gateway answers 401 to. */
  function unauthorized(reason: string): Error {
    logger.info('A request was refused', { reason });
    return new Error('Unauthorized');
  }
}

/** API Gateway takes text, numbers and booleans, and no value that is absent. */
function flat(principal: AuthorizerContext): Record<string, string | number> {
  return { ...principal };
}
