import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Actor, ACTOR_TYPE } from '../../contract/actor';

/** A person, as the authorizer found them. */
export function userActor(userId: string): Actor {
  return { type: ACTOR_TYPE.user, id: userId };
}

/** The IAM principal of a request to the admin API. */
export function serviceActor({ requestContext: { identity: { userArn } } }: APIGatewayProxyEvent): Actor {
  if (userArn === null) {
    throw new Error('A request to the admin API must be signed by an IAM principal, but names none. Set IAM as the authorization of its methods.');
  }
  return { type: ACTOR_TYPE.service, id: userArn };
}
