import { ACTOR_TYPE } from '../../contract/actor';
import type { TenantItem } from '../../contract/attributes';

/** Whether a member has closed a closing tenant. Its admins can then restore it. */
export function isClosedByMember({ statuschange }: Pick<TenantItem, 'statuschange'>): boolean {
  return statuschange?.actor.type === ACTOR_TYPE.user;
}
