import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Caller } from './tenant-scope';
import { type Actor, ACTOR_TYPE, type SYSTEM_PART } from '../../contract/actor';
import { OPERATOR_STAGE } from '../../contract/admin-routes';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { isReading } from '../../contract/method-patterns';
import { sealClient } from '../audit/client-details';
import { loggable } from '../observability/log';

/** Returns the actor for a user, whose id the authorizer found in the token. */
export function userActor(userId: string): Actor {
  return { type: ACTOR_TYPE.user, id: userId };
}

/** Returns the actor for a part of the tenancy that acts by itself. */
export function systemActor(part: (typeof SYSTEM_PART)[keyof typeof SYSTEM_PART]): Actor {
  return { type: ACTOR_TYPE.system, id: part };
}

/**
 * Returns the caller of a request to the web-app API, and adds it to all following log lines. A request that changes something has the sealed details
 * of its client.
 */
export async function userCaller(event: APIGatewayProxyEvent, { userId, sealingKey }: AuthorizerContext, logger: Logger): Promise<Caller> {
  const caller = noted(event, userActor(userId), logger);
  if (sealingKey === undefined || isReading(event.httpMethod)) return caller;
  const { sourceIp, userAgent } = event.requestContext.identity;
  try {
    return { ...caller, sealedClient: await sealClient({ ip: sourceIp, userAgent: userAgent ?? undefined }, userId, sealingKey) };
  } catch (error) {
    // A record without them is better than a change that nobody can make.
    logger.error('The client details of a user could not be sealed', loggable(error));
    return caller;
  }
}

/**
 * Returns the IAM principal of a request to the admin API, and adds it to all following log lines. IAM authorizes the callers of the operators'
 * stage, so the caller of a request through that stage is an operator.
 */
export function principalCaller(event: APIGatewayProxyEvent, logger: Logger): Caller {
  const { identity: { userArn }, stage } = event.requestContext;
  if (userArn === null) {
    throw new Error('A request to the admin API must be signed by an IAM principal, but has no principal. Set IAM as the authorization of its methods.');
  }
  return noted(event, { type: stage === OPERATOR_STAGE ? ACTOR_TYPE.operator : ACTOR_TYPE.service, id: userArn }, logger);
}

function noted({ requestContext: { requestId } }: APIGatewayProxyEvent, actor: Actor, logger: Logger): Caller {
  logger.appendKeys({ actor: { type: actor.type, id: withoutNames(actor.id) } });
  return { actor, requestId };
}

/**
 * Removes the names of sessions and IAM users from ARNs, and leaves the names of roles. They are often the email address of a person, which must
 * not be in a log. CloudTrail has them, with the time of the request.
 */
function withoutNames(id: string): string {
  return id.replace(/^(arn:[^/]+:(?:assumed-role\/[^/]+|federated-user|user))\/.+$/, '$1');
}
