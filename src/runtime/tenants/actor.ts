import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Actor, ACTOR_TYPE } from '../../contract/actor';
import { OPERATOR_STAGE } from '../../contract/admin-routes';

/** Returns the actor for a user, whose id the authorizer found in the token. */
export function userActor(userId: string): Actor {
  return { type: ACTOR_TYPE.user, id: userId };
}

/** Returns the actor for a part of the tenancy that acts by itself. */
export function systemActor(part: string): Actor {
  return { type: ACTOR_TYPE.system, id: part };
}

/**
 * Returns the IAM principal of a request to the admin API. IAM authorizes the callers of the operators' stage, so the caller of a request
 * through that stage is an operator.
 */
export function principalActor({ requestContext: { identity: { userArn }, stage } }: APIGatewayProxyEvent): Actor {
  if (userArn === null) {
    throw new Error('A request to the admin API must be signed by an IAM principal, but has no principal. Set IAM as the authorization of its methods.');
  }
  return { type: stage === OPERATOR_STAGE ? ACTOR_TYPE.operator : ACTOR_TYPE.service, id: userArn };
}
