import { DETAIL_TYPE } from './events';

/** Events about a tenant of which its admins are notified by email. */
export const ADMIN_NOTICE_EVENTS = [DETAIL_TYPE.closureScheduled, DETAIL_TYPE.closureCancelled, DETAIL_TYPE.exported] as const;

export type AdminNoticeEvent = (typeof ADMIN_NOTICE_EVENTS)[number];

/** Whether the admins are notified of an event about their tenant. */
export function isAdminNoticeEvent(detailType: string): detailType is AdminNoticeEvent {
  return (ADMIN_NOTICE_EVENTS as readonly string[]).includes(detailType);
}
