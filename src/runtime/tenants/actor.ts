import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Actor, ACTOR_TYPE } from '../../contract/actor';
import { OPERATOR_STAGE } from '../../contract/admin-routes';

/** The user that the authorizer found in the token. */
export function userActor(userId: string): Actor {
  return { type: ACTOR_TYPE.user, id: userId };
}

/**
 * The IAM principal of a request to the admin API. IAM decides who may call the operators' stage, so a request that came through it is an
 * operator's.
 */
export function principalActor({ requestContext: { identity: { userArn }, stage } }: APIGatewayProxyEvent): Actor {
  if (userArn === null) {
    throw new Error('A request to the admin API must be signed by an IAM principal, but names none. Set IAM as the authorization of its methods.');
  }
  return { type: stage === OPERATOR_STAGE ? ACTOR_TYPE.operator : ACTOR_TYPE.service, id: userArn };
}
