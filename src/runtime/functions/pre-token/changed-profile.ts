import type { TenantIdsOfUser } from '../../../contract/api';
import { DETAIL_TYPE, eventSources, type UserChangedDetail } from '../../../contract/events';
import { profileDigest } from '../../../contract/profile-digest';
import { createPutEvent } from '../../aws/put-event';
import { profileOf, type UserAttributes, userIdOf } from '../../users/user-attributes';
import type { UserEventPublisherProps } from '../../users/user-created';

export type PublishUserChanged = (detail: UserChangedDetail, abortSignal?: AbortSignal) => Promise<void>;

/** Makes the function that puts a changed user on the bus. It throws when the bus did not take the event. */
export function createUserChangedPublisher({ eventBridge, applicationName, eventBusName }: UserEventPublisherProps): PublishUserChanged {
  const putEvent = createPutEvent(eventBridge, eventBusName);
  const source = eventSources(applicationName).user;
  return async (detail, abortSignal) => putEvent({ source, detailType: DETAIL_TYPE.changed, detail }, abortSignal);
}

/** Whether memberships of a user may have another name or address than the pool. A user without any has nothing to update. */
export function hasOtherProfile({ memberships, profile }: TenantIdsOfUser, userName: string, attributes: UserAttributes): boolean {
  return memberships.length > 0 && profile !== profileDigest(userIdOf(attributes), profileOf(userName, attributes));
}
