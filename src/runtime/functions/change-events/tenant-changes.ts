import * as z from 'zod/mini';
import { type Change, type ChangeEvent, TENANT, TEXT } from './change';
import { TENANT_STATUS } from '../../../contract/attributes';
import { DETAIL_TYPE } from '../../../contract/events';

const NAMED = z.object({ tenantid: TENANT, name: TEXT });

/** Returns the event for a renamed tenant. The saga publishes the creation of a tenant, and other changes have no event. */
export function tenantEvents({ before, after }: Change): ChangeEvent[] {
  const wasAndIsActive = before?.status === TENANT_STATUS.active && after?.status === TENANT_STATUS.active;
  if (!wasAndIsActive || before.name === after.name) {
    return [];
  }
  const { name: previousName } = NAMED.parse(before);
  const { tenantid: tenantId, name } = NAMED.parse(after);
  return [{ detailType: DETAIL_TYPE.renamed, detail: { tenantId, name, previousName } }];
}
