import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { displayName, type UserAttributes, userIdOf } from './user-attributes';
import { DETAIL_TYPE, eventSources, type SignUpDetail, type UserCreatedDetail } from '../../contract/events';

export interface UserCreatedPublisherProps {
  readonly eventBridge: EventBridgeClient;
  readonly applicationName: string;
  readonly eventBusName: string;
}

export type PublishUserCreated = (detail: SignUpDetail, abortSignal?: AbortSignal) => Promise<void>;

export function userCreatedDetail(userName: string, attributes: UserAttributes): UserCreatedDetail {
  const { email = '' } = attributes;
  return { email, userName, name: displayName(userName, attributes), userId: userIdOf(attributes) };
}

/** Makes the function that puts a sign-up on the bus. It throws when the bus did not take the event. */
export function createUserCreatedPublisher(props: UserCreatedPublisherProps): PublishUserCreated {
  return async (detail, abortSignal) => {
    const { FailedEntryCount, Entries } = await props.eventBridge.send(new PutEventsCommand({
      Entries: [{
        EventBusName: props.eventBusName,
        Source: eventSources(props.applicationName).user,
        DetailType: DETAIL_TYPE.created,
        Detail: JSON.stringify(detail),
      }],
    }), { abortSignal });
    if (FailedEntryCount) {
      // The error message of an entry is left out: it may repeat what was sent.
      throw new Error(`The event bus refused the event: ${Entries?.[0]?.ErrorCode ?? 'no error code'}.`);
    }
  };
}
