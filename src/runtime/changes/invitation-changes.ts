import * as z from 'zod/mini';
import { actorOf } from './actor-of-change';
import { type Change, type ChangeEvent, ROLE, TENANT, TEXT, USER } from './change';
import { isoSeconds } from './iso-seconds';
import { INVITATION_STATUS, MAIL_COUNT_PREFIX } from '../../contract/attributes';
import { DETAIL_TYPE, type DetailType } from '../../contract/events';

/** The latest date in JavaScript, in seconds since the epoch. */
const LATEST = 8_640_000_000_000;

const INVITATION = z.object({
  tenantid: TENANT,
  invitationid: TEXT,
  email: TEXT,
  role: ROLE,
  invitedby: z.optional(USER),
  expiresat: z.int().check(z.nonnegative(), z.lte(LATEST)),
});

type InvitationEventType = Extract<DetailType, `invitation${string}`>;

/** Events for the new status of an invitation. */
const ARRIVAL: Readonly<Record<string, InvitationEventType>> = {
  [INVITATION_STATUS.accepted]: DETAIL_TYPE.invitationAccepted,
  [INVITATION_STATUS.declined]: DETAIL_TYPE.invitationDeclined,
  [INVITATION_STATUS.revoked]: DETAIL_TYPE.invitationRevoked,
};

/** Returns the event for an invitation that was created, resent, accepted, declined or revoked. The later deletion has no event. */
export function invitationEvents(change: Change): ChangeEvent[] {
  const detailType = isMailCount(change) ? undefined : whatHappened(change);
  if (detailType === undefined) {
    return [];
  }
  const { tenantid: tenantId, invitationid: invitationId, email, role, invitedby: invitedBy, expiresat } = INVITATION.parse(change.after);
  return [{
    detailType,
    detail: {
      tenantId, invitationId, email, role, ...invitedBy !== undefined && { invitedBy }, expiresAt: isoSeconds(expiresat), ...actorOf(change),
    },
  }];
}

function isMailCount({ keys: { invitationid } }: Change): boolean {
  return typeof invitationid === 'string' && invitationid.startsWith(MAIL_COUNT_PREFIX);
}

function whatHappened({ before, after }: Change): InvitationEventType | undefined {
  if (after === undefined) return undefined;
  if (before === undefined) return DETAIL_TYPE.invitationCreated;
  if (before.status !== after.status) return ARRIVAL[String(after.status)];
  return before.codehash === after.codehash ? undefined : DETAIL_TYPE.invitationResent;
}
