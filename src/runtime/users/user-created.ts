import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { displayName, type UserAttributes, userIdOf } from './user-attributes';
import { DETAIL_TYPE, eventSources, type SignUpDetail, type UserCreatedDetail } from '../../contract/events';
import { createPutEvent } from '../aws/put-event';

export interface UserEventPublisherProps {
  readonly eventBridge: EventBridgeClient;
  readonly applicationName: string;
  readonly eventBusName: string;
}

export type PublishUserCreated = (detail: SignUpDetail, abortSignal?: AbortSignal) => Promise<void>;

export function userCreatedDetail(userName: string, attributes: UserAttributes): UserCreatedDetail {
  const { email = '' } = attributes;
  return { email, userName, name: displayName(userName, attributes), userId: userIdOf(attributes) };
}

/** Creates the function that publishes a sign-up. It throws if the bus refuses the event. */
export function createUserCreatedPublisher({ eventBridge, applicationName, eventBusName }: UserEventPublisherProps): PublishUserCreated {
  const putEvent = createPutEvent(eventBridge, eventBusName);
  const source = eventSources(applicationName).user;
  return async (detail, abortSignal) => putEvent({ source, detailType: DETAIL_TYPE.created, detail }, abortSignal);
}
