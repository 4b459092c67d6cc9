import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DETAIL_TYPE, EVENT_TEXT_MAX_LENGTH, eventSources, type UserCreatedDetail } from '../../contract/events';
import { isIdentifier, USER_ID } from '../../contract/identifiers';

/** Attributes of a user, as Cognito hands them to its triggers. */
export type UserAttributes = Readonly<Record<string, string | undefined>>;

export interface UserCreatedPublisherProps {
  readonly eventBridge: EventBridgeClient;
  readonly applicationName: string;
  readonly eventBusName: string;
}

export type PublishUserCreated = (detail: UserCreatedDetail, abortSignal?: AbortSignal) => Promise<void>;

/** The id of a user: the one attribute that neither the user nor an administrator can change. */
export function userIdOf(attributes: UserAttributes): string {
  const { sub } = attributes;
  if (!isIdentifier(USER_ID, sub)) {
    throw new Error('The trigger event has no attribute "sub" that can be a user id.');
  }
  return sub;
}

export function userCreatedDetail(userName: string, attributes: UserAttributes): UserCreatedDetail {
  const email = attributes.email ?? '';
  const names = [
    attributes.name,
    [attributes.given_name, attributes.family_name].filter((part) => part?.trim()).join(' '),
    email.split('@')[0],
    userName,
  ];
  const name = names.find((candidate) => candidate?.trim()) ?? userName;
  return { email, userName, name: shortened(name.trim()), userId: userIdOf(attributes) };
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

/** Cut to what an event may carry, and not in the middle of a character. */
function shortened(text: string): string {
  return text.slice(0, EVENT_TEXT_MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}
