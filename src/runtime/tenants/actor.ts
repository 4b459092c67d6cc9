import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { TenantScope } from './tenant-scope';
import { type Actor, ACTOR_TYPE, type SYSTEM_PART } from '../../contract/actor';
import { OPERATOR_STAGE } from '../../contract/admin-routes';

/** The caller of a request, as recorded with changes. */
export type Caller = Pick<TenantScope, 'actor' | 'requestId'>;

/** Returns the actor for a user, whose id the authorizer found in the token. */
export function userActor(userId: string): Actor {
  return { type: ACTOR_TYPE.user, id: userId };
}

/** Returns the actor for a part of the tenancy that acts by itself. */
export function systemActor(part: (typeof SYSTEM_PART)[keyof typeof SYSTEM_PART]): Actor {
  return { type: ACTOR_TYPE.system, id: part };
}

/** Returns the caller of a request to the web-app API, and adds it to all following log lines. */
export function userCaller(event: APIGatewayProxyEvent, userId: string, logger: Logger): Caller {
  return noted(event, userActor(userId), logger);
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
