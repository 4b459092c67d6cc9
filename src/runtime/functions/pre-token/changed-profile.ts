import type { TenantIdsOfUser } from '../../../contract/api';
import { DETAIL_TYPE, eventSources, type UserChangedDetail } from '../../../contract/events';
import { profileDigest } from '../../../contract/profile-digest';
import { createPutEvent } from '../../aws/put-event';
import { profileOf, type UserAttributes, userIdOf } from '../../users/user-attributes';
import type { UserEventPublisherProps } from '../../users/user-created';

export type PublishUserChanged = (detail: UserChangedDetail, abortSignal?: AbortSignal) => Promise<void>;

/** Creates the function that publishes a change of a user. It throws if the bus refuses the event. */
export function createUserChangedPublisher({ eventBridge, applicationName, eventBusName }: UserEventPublisherProps): PublishUserChanged {
  const putEvent = createPutEvent(eventBridge, eventBusName);
  const source = eventSources(applicationName).user;
  return async (detail, abortSignal) => putEvent({ source, detailType: DETAIL_TYPE.changed, detail }, abortSignal);
}

/** Whether memberships of a user may have a different name or address than the pool. It is `false` for a user without memberships. */
export function hasOtherProfile({ memberships, profile }: TenantIdsOfUser, userName: string, attributes: UserAttributes): boolean {
  return memberships.length > 0 && profile !== profileDigest(userIdOf(attributes), profileOf(userName, attributes));
}
