import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
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
import { count } from '../../observability/metrics';

export interface AuthorizerHandlerProps {
  readonly verifier: TokenVerifier;
  /** The application's own access rules. */
  readonly rules: CompiledRules;
  readonly logger: Logger;
  /** Made when there is something to count, which is an outage: a start without one does not wait for it. */
  readonly createMetrics: () => Metrics;
}

/** REQUEST authorizer of a REST API: turns the token of a user into a policy. A call that ends in one leaves the log alone. */
export function createHandler({ verifier, rules, logger, createMetrics }: AuthorizerHandlerProps) {
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

  /** API Gateway answers 500 to this: an outage must not log people out. */
  function unavailable(requestId: string, error: unknown): Error {
    startLog(logger, requestId);
    logger.error('A token could not be checked', loggable(error));
    count(createMetrics(), METRIC.keySetUnavailable);
    return new Error('The key set of the user pool is not available.');
  }

  /** The one text that API Gateway answers 401 to. */
  function unauthorized(requestId: string, reason: string): Error {
    startLog(logger, requestId);
    logger.info('A request was refused', { reason });
    return new Error('Unauthorized');
  }
}
