import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { apiArn } from './api-arn';
import { bearerToken } from './bearer-token';
import { principalOf } from './principal';
import { isKeySetFailure, refusalReason } from './verification-failure';
import type { TokenVerifier } from './verifier';
import type { CompiledRules } from '../../../contract/access-rules';
import { METRIC } from '../../../contract/metrics';
import { createTokenPolicy } from '../../../contract/token-policy';
import { loggable, startLog } from '../../observability/log';
import type { Metrics } from '../../observability/metrics';

export interface AuthorizerHandlerProps {
  readonly verifier: TokenVerifier;
  /** The application's own access rules. */
  readonly rules: CompiledRules;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** REQUEST authorizer of a REST API. It returns the policy of a user's token. It logs only failures. */
export function createHandler({ verifier, rules, logger, metrics }: AuthorizerHandlerProps) {
  const policyOf = createTokenPolicy(rules);
  return async (event: APIGatewayRequestAuthorizerEvent, context: Context): Promise<APIGatewayAuthorizerResult> => {
    const requestId = event.requestContext?.requestId ?? context.awsRequestId;
    const token = bearerToken(event);
    if (token === undefined) {
      throw unauthorized(requestId, 'no bearer token');
    }
    let claims;
    try {
      claims = await verifier.verify(token);
    } catch (error) {
      throw isKeySetFailure(error) ? unavailable(requestId, error) : unauthorized(requestId, refusalReason(error));
    }
    const principal = principalOf(claims);
    if (principal === undefined) {
      throw unauthorized(requestId, 'claims that cannot be used');
    }
    return {
      principalId: principal.userId,
      policyDocument: policyOf(apiArn(event.methodArn), principal),
      context: principal,
    };
  };

  /** API Gateway responds to this error with 500, so an outage does not sign users out. */
  function unavailable(requestId: string, error: unknown): Error {
    startLog(logger, requestId);
    logger.error('A token could not be checked', loggable(error));
    metrics.count(METRIC.keySetUnavailable);
    return new Error('The key set of the user pool is not available.');
  }

  /** API Gateway responds with 401 to this text only. */
  function unauthorized(requestId: string, reason: string): Error {
    startLog(logger, requestId);
    logger.info('A request was refused', { reason });
    return new Error('Unauthorized');
  }
}
