import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { apiArn } from './api-arn';
import { bearerToken } from './bearer-token';
import type { ReadCallerRows } from './caller-rows';
import { decide } from './decision';
import { principalOf } from './principal';
import { isKeySetFailure, refusalReason } from './verification-failure';
import type { TokenVerifier } from './verifier';
import type { CompiledRules } from '../../../contract/access-rules';
import type { AuthorizerContext } from '../../../contract/authorizer-context';
import type { SuspensionAccessMode } from '../../../contract/environment';
import { METRIC, type MetricName } from '../../../contract/metrics';
import { createTokenPolicy } from '../../../contract/token-policy';
import { loggable, startLog } from '../../observability/log';
import type { Metrics } from '../../observability/metrics';

export interface AuthorizerHandlerProps {
  readonly verifier: TokenVerifier;
  /** The application's own access rules. */
  readonly rules: CompiledRules;
  /** Without it, the token alone decides. */
  readonly currentRights?: CurrentRights;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The rights as the tables have them. */
export interface CurrentRights {
  readonly readRows: ReadCallerRows;
  readonly suspensionAccess: SuspensionAccessMode;
  /** Seconds for which a decision holds after the rows were read. */
  readonly freshnessSeconds: number;
}

/** A caller, and the end of what the caller may do, in seconds since the epoch. */
interface Rights {
  readonly caller: AuthorizerContext;
  readonly until: number;
}

/** REQUEST authorizer of a REST API. It returns the policy of a user's token. It logs only failures. */
export function createHandler({ verifier, rules, currentRights, logger, metrics }: AuthorizerHandlerProps) {
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
      throw isKeySetFailure(error)
        ? unavailable(requestId, error, 'The key set of the user pool is not available.', METRIC.keySetUnavailable)
        : unauthorized(requestId, refusalReason(error));
    }
    const principal = principalOf(claims);
    if (principal === undefined) {
      throw unauthorized(requestId, 'claims that cannot be used');
    }
    const { caller, until } = currentRights === undefined
      ? { caller: principal, until: principal.expiresAt }
      : await currentRightsOf(principal, currentRights, requestId);
    return {
      principalId: caller.userId,
      policyDocument: policyOf(apiArn(event.methodArn), { ...caller, expiresAt: until }),
      context: caller,
    };
  };

  async function currentRightsOf(
    principal: AuthorizerContext, { readRows, suspensionAccess, freshnessSeconds }: CurrentRights, requestId: string,
  ): Promise<Rights> {
    // The rows can change from this moment on.
    const readAt = Math.floor(Date.now() / 1_000);
    let rows;
    try {
      rows = await readRows(principal);
    } catch (error) {
      throw unavailable(requestId, error, 'The rights of the caller are not available.', METRIC.rightsUnavailable);
    }
    const decision = decide(principal, rows, suspensionAccess);
    if ('refused' in decision) throw unauthorized(requestId, decision.refused);
    return { ...decision, until: Math.min(principal.expiresAt, readAt + freshnessSeconds) };
  }

  /** API Gateway responds to this error with 500, so an outage lets nobody in and does not sign users out. */
  function unavailable(requestId: string, error: unknown, message: string, metric: MetricName): Error {
    startLog(logger, requestId);
    logger.error('A token could not be checked', loggable(error));
    metrics.count(metric);
    return new Error(message);
  }

  /** API Gateway responds with 401 to this text only. */
  function unauthorized(requestId: string, reason: string): Error {
    startLog(logger, requestId);
    logger.info('A request was refused', { reason });
    return new Error('Unauthorized');
  }
}
