import type { DynamoDBRecord } from 'aws-lambda';
import { changeRecord, invitation, INVITATION_ID, member, type RowChange, tenant } from './records';
import { membershipMarkKey, userRecordKey } from '../../../src/contract/attributes';
import type { TenantEventDetails } from '../../../src/contract/events';
import { changeOf } from '../../../src/runtime/changes/change';
import { eventsOf, UnreadableChangeError } from '../../../src/runtime/changes/change-events';
import type { Removal } from '../../../src/runtime/changes/removals';
import { faultsOfDetail } from '../../contract/event-details';
import { EMAIL, OTHER_USER_ID, PERSON_NAME, TENANT_ID, USER_ID } from '../events';

/** Returns the events of a record. */
const eventsIn = async (record: DynamoDBRecord, removal: Removal = { isMarked: false }) => eventsOf(changeOf(record), removal);

const MEMBER = { tenantId: TENANT_ID, userId: OTHER_USER_ID, email: EMAIL, name: PERSON_NAME, role: 'member', invitationId: INVITATION_ID };
const INVITATION = { tenantId: TENANT_ID, invitationId: INVITATION_ID, email: EMAIL, role: 'editor', invitedBy: USER_ID, expiresAt: '2026-11-18T11:06:40Z' };
const { invitationid: _, ...memberWithoutInvitation } = member;
const { invitationId: __, ...MEMBER_WITHOUT_INVITATION } = MEMBER;
const founder = { ...memberWithoutInvitation, userid: USER_ID, role: 'admin', origin: 'creation', username: 'alice' };
const FOUNDER = { tenantId: TENANT_ID, userId: USER_ID, email: EMAIL, name: PERSON_NAME, userName: 'alice' };
const mark = { tenantid: TENANT_ID, userid: membershipMarkKey(USER_ID), change: 'left', actortype: 'user', actorid: USER_ID, at: '2026-01-03T00:00:00.000Z' };
const erasedRecord = { tenantid: userRecordKey(USER_ID), userid: userRecordKey(USER_ID), erasedat: '2026-11-06T21:20:00.000Z', erasedby: { type: 'user', id: USER_ID } };
const record = { tenantid: userRecordKey(USER_ID), userid: userRecordKey(USER_ID), tenants: new Set([TENANT_ID]), activetenant: TENANT_ID };

test.each<[string, RowChange, string, object]>([
  ['a new name of a tenant', { before: tenant, after: { ...tenant, name: 'Ada & Co', version: 4 } },
    'renamed', { tenantId: TENANT_ID, name: 'Ada & Co', previousName: tenant.name }],
  ['a member who came by an invitation', { after: member }, 'memberAdded', MEMBER],
  ['a member whom an operator has added', { after: { ...memberWithoutInvitation, origin: 'administration' } }, 'memberAdded', MEMBER_WITHOUT_INVITATION],
  ['a member whose row the application has written', { after: { ...memberWithoutInvitation, origin: undefined } }, 'memberAdded', MEMBER_WITHOUT_INVITATION],
  ['a member without an email address', { after: { ...member, email: '' } }, 'memberAdded', { ...MEMBER, email: '' }],
  ['another role', { before: member, after: { ...member, role: 'admin' } }, 'memberRoleChanged', { ...MEMBER, role: 'admin', previousRole: 'member' }],
  ['another name of a member', { before: member, after: { ...member, name: 'Lady Lovelace' } }, 'memberProfileChanged',
    { ...MEMBER, name: 'Lady Lovelace', previousName: member.name, previousEmail: member.email }],
  ['another address of a member', { before: { ...member, email: '' }, after: { ...member, profileat: '2026-03-09T10:00:00.000Z' } }, 'memberProfileChanged',
    { ...MEMBER, previousName: member.name, previousEmail: '' }],
  ['a removed member', { before: member }, 'memberRemoved', MEMBER],
  ['the end of the first membership of a sign-up', { before: { ...memberWithoutInvitation, origin: 'sign-up' } }, 'memberRemoved', MEMBER_WITHOUT_INVITATION],
  ['a new invitation', { after: invitation }, 'invitationCreated', INVITATION],
  ['a new code of an invitation', { before: invitation, after: { ...invitation, codehash: '1'.repeat(64), expiresat: invitation.expiresat + 60 } },
    'invitationResent', { ...INVITATION, expiresAt: '2026-11-18T11:07:40Z' }],
  ['an invitation that was accepted', { before: invitation, after: { ...invitation, status: 'accepted' } }, 'invitationAccepted', INVITATION],
  ['an invitation that was declined', { before: invitation, after: { ...invitation, status: 'declined' } }, 'invitationDeclined', INVITATION],
  ['an invitation that was revoked', { before: invitation, after: { ...invitation, status: 'revoked' } }, 'invitationRevoked', INVITATION],
])('%s results in one event', async (_name, change, detailType, detail) => {
  const changed = changeRecord(withoutUndefined(change));

  expect(await eventsIn(changed)).toEqual([{ detailType, detail: { ...detail, eventId: changed.eventID, occurredAt: '2026-11-06T21:20:00Z', version: '1' } }]);
});

test('a new role and a new name in one write result in two events with different ids', async () => {
  const changed = changeRecord({ before: member, after: { ...member, role: 'admin', name: 'Lady Lovelace' } });

  const events = await eventsIn(changed);
  expect(events.map(({ detailType }) => detailType)).toEqual(['memberRoleChanged', 'memberProfileChanged']);
  expect(events.map(({ detail }) => detail.eventId)).toEqual([`${changed.eventID}-memberRoleChanged`, `${changed.eventID}-memberProfileChanged`]);
});

test.each([['of a user', { before: record }], ['of a user without a record', {}]])('the tombstone %s results in one event', async (_name, before) => {
  const changed = changeRecord({ ...before, after: erasedRecord });

  expect(await eventsIn(changed)).toEqual([{
    detailType: 'userErased',
    detail: { userId: USER_ID, actor: { type: 'user', id: USER_ID }, eventId: changed.eventID, occurredAt: '2026-11-06T21:20:00Z', version: '1' },
  }]);
});

describe('the end of all sessions of a user', () => {
  const actor = { type: 'operator', id: 'arn:aws:sts::123456789012:assumed-role/support/ada' };
  const ended = { ...record, validafter: 1_772_600_767, sessionsendedby: actor };

  test.each<[string, RowChange]>([
    ['the first time', { before: record, after: ended }],
    ['of a user without a record', { after: ended }],
    ['again', { before: { ...ended, validafter: 1_772_600_766 }, after: ended }],
  ])('results in one event, with the actor: %s', async (_name, change) => {
    const changed = changeRecord(change);

    expect(await eventsIn(changed)).toEqual([{
      detailType: 'sessionsRevoked',
      detail: { userId: USER_ID, actor, eventId: changed.eventID, occurredAt: '2026-11-06T21:20:00Z', version: '1' },
    }]);
  });

  test('results in no event if the mark stays the same', async () => {
    expect(await eventsIn(changeRecord({ before: ended, after: { ...ended, activetenant: 'other' } }))).toEqual([]);
  });

  test('results in no second event when the user is erased afterwards', async () => {
    expect((await eventsIn(changeRecord({ before: ended, after: erasedRecord }))).map(({ detailType }) => detailType)).toEqual(['userErased']);
  });
});

test('the event of an invitation by a service has no inviter', async () => {
  const { invitedby: ___, ...byService } = invitation;

  expect((await eventsIn(changeRecord({ after: byService })))[0].detail).not.toHaveProperty('invitedBy');
});

describe('a change of the status', () => {
  const actor = { type: 'operator', id: 'arn:aws:sts::123456789012:assumed-role/support/ada' };
  const suspension = { status: 'suspended', at: '2026-03-09T10:00:00.000Z', actor, reason: 'Not paid' };
  const reactivation = { status: 'active', at: '2026-03-10T10:00:00.000Z', actor };
  const suspended = { ...tenant, status: 'suspended', statuschange: suspension };

  test.each([
    ['suspended', tenant, suspended, { tenantId: TENANT_ID, actor, reason: 'Not paid' }],
    ['reactivated', suspended, { ...tenant, statuschange: reactivation }, { tenantId: TENANT_ID, actor }],
    ['reactivated', suspended, { ...tenant, statuschange: suspension }, { tenantId: TENANT_ID }],
    ['suspended', tenant, { ...tenant, status: 'suspended' }, { tenantId: TENANT_ID }],
  ])('results in the event %s, with its actor if it was written with the status', async (detailType, before, after, detail) => {
    const [event, ...others] = await eventsIn(changeRecord({ before, after }));

    expect(others).toEqual([]);
    expect(event.detailType).toBe(detailType);
    const { tenantId, actor: who, reason } = event.detail as TenantEventDetails['suspended'];
    expect({ tenantId, actor: who, reason }).toEqual({ actor: undefined, reason: undefined, ...detail });
  });

  describe('by a closure', () => {
    const user = { type: 'user', id: USER_ID };
    const DELETE_AT = '2026-04-08T10:00:00.000Z';
    const closure = { status: 'closing', at: '2026-03-11T10:00:00.000Z', actor: user, reason: 'We have merged', previous: 'active' };
    const closing = { ...tenant, status: 'closing', deleteat: DELETE_AT, statuschange: closure };
    const rescheduled = { ...closing, deleteat: '2026-03-09T11:00:00.000Z', version: 5, statuschange: { ...closure, at: '2026-03-12T10:00:00.000Z', actor, reason: 'Now' } };
    const { name: ___, members: ____, ...tombstone } = { ...tenant, status: 'deleted', statuschange: { status: 'deleted', at: '2026-04-08T11:00:00.000Z', actor: { type: 'system', id: 'deletion' } } };

    test.each<[string, RowChange, string, object]>([
      ['an active tenant', { before: tenant, after: closing }, 'closureScheduled', { actor: user, reason: 'We have merged', deleteAt: DELETE_AT }],
      ['a suspended tenant', { before: suspended, after: closing }, 'closureScheduled', { actor: user, reason: 'We have merged', deleteAt: DELETE_AT }],
      ['another time of the deletion', { before: closing, after: rescheduled }, 'closureScheduled', { actor, reason: 'Now', deleteAt: rescheduled.deleteat }],
      ['a closure that the application has written', { before: tenant, after: { ...closing, statuschange: undefined } }, 'closureScheduled', { deleteAt: DELETE_AT }],
      ['a suspended tenant by the application', { before: suspended, after: { ...closing, statuschange: suspension } }, 'closureScheduled', { deleteAt: DELETE_AT }],
      ['a restored tenant', { before: closing, after: { ...tenant, statuschange: reactivation } }, 'closureCancelled', { actor, status: 'active' }],
      ['a restored tenant that was suspended', { before: closing, after: { ...suspended, statuschange: { ...reactivation, status: 'suspended' } } }, 'closureCancelled',
        { actor, status: 'suspended' }],
      ['a deleted tenant', { before: { ...closing, deletionstartedat: DELETE_AT }, after: tombstone }, 'deleted', { actor: { type: 'system', id: 'deletion' } }],
      ['a tenant that the application has deleted', { before: tenant, after: { ...tenant, status: 'deleted', name: '' } }, 'deleted', {}],
    ])('of %s results in one event', async (_name, change, detailType, detail) => {
      const stored = JSON.parse(JSON.stringify(change)) as RowChange;
      const events = await eventsIn(changeRecord(stored));

      expect(events).toEqual([{
        detailType, detail: { tenantId: TENANT_ID, ...detail, eventId: expect.any(String), occurredAt: '2026-11-06T21:20:00Z', version: '1' },
      }]);
      expect(faultsOfDetail('tenant', detailType, events[0].detail)).toEqual([]);
    });

    test.each<[string, RowChange]>([
      ['the beginning of the deletion', { before: closing, after: { ...closing, deletionstartedat: DELETE_AT } }],
      ['another reason', { before: closing, after: { ...closing, version: 5, statuschange: { ...closure, reason: 'Other' } } }],
      ['another name', { before: closing, after: { ...closing, name: 'Other' } }],
      ['a tenant that is cancelled before it has its first admin', { before: { ...tenant, status: 'creating' }, after: tombstone }],
      ['a tombstone that changes', { before: tombstone, after: { ...tombstone, version: 9 } }],
      ['a tombstone that goes', { before: tombstone }],
    ])('has no event for %s', async (_name, change) => {
      expect(await eventsIn(changeRecord(change))).toEqual([]);
    });

    test('without a time of the deletion cannot be read', async () => {
      await expect(eventsIn(changeRecord({ before: tenant, after: { ...tenant, status: 'closing' } }))).rejects.toThrow('deleteat');
    });
  });

  test('with an unreadable actor cannot be read', async () => {
    const change = { before: tenant, after: { ...suspended, statuschange: { ...suspension, actor: { type: 'robot', id: 'r' } } } };
    await expect(eventsIn(changeRecord(change))).rejects.toThrow('statuschange.actor.type');
  });
});

test('a number of the application that JavaScript cannot represent does not matter', async () => {
  const change = changeRecord({ after: member });
  change.dynamodb!.NewImage!.score = { N: '123456789012345678901234567890' };
  expect(await eventsIn(change)).toMatchObject([{ detailType: 'memberAdded', detail: MEMBER }]);
});

test('a tenant that was created through the API results in two events with different ids', async () => {
  const changed = changeRecord({ after: founder });

  const origin = { occurredAt: '2026-11-06T21:20:00Z', version: '1' };
  expect(await eventsIn(changed)).toEqual([
    { detailType: 'created', detail: { ...FOUNDER, ...origin, eventId: `${changed.eventID}-created` } },
    { detailType: 'adminUserAdded', detail: { ...FOUNDER, role: 'admin', ...origin, eventId: `${changed.eventID}-adminUserAdded` } },
  ]);
});

test.each<[string, RowChange]>([
  ['the membership of a sign-up, which the saga publishes', { after: { ...founder, origin: 'sign-up' } }],
  ['a new tenant', { after: { ...tenant, status: 'creating' } }],
  ['a new tenant that is active at once', { after: tenant }],
  ['the activation of a tenant', { before: { ...tenant, status: 'creating' }, after: tenant }],
  ['a change of a suspended tenant that keeps its status', { before: { ...tenant, status: 'suspended' }, after: { ...tenant, status: 'suspended', name: 'Other' } }],
  ['a row that goes for good', { before: tenant }],
  ['counts', { before: tenant, after: { ...tenant, members: 3, admins: 2, invitationrevision: 1 } }],
  ['a profile of a member that is the same', { before: member, after: { ...member, profileat: '2026-03-09T10:00:00.000Z' } }],
  ['an address that an application adds to a row of its own', { before: { ...member, email: undefined }, after: member }],
  ['a profile in the record of a user', { before: record, after: { ...record, profile: '0123456789abcdef', profilejoins: 1 } }],
  ['a new record of a user', { after: record }],
  ['another active tenant of a user', { before: record, after: { ...record, activetenant: 'other' } }],
  ['a record of a user that goes', { before: record }],
  ['the tombstone of a user that an application changes', { before: erasedRecord, after: { ...erasedRecord, note: 'x' } }],
  ['a mark of a member who has left', { after: mark }],
  ['a later mark of the same person', { before: mark, after: { ...mark, change: 'removed' } }],
  ['a count of mails to an address', { after: { tenantid: TENANT_ID, invitationid: `@${'0'.repeat(64)}`, mails: 1, lastmailat: 1, purgeat: 2 } }],
  ['other times of an invitation', { before: invitation, after: { ...invitation, purgeat: invitation.purgeat + 1 } }],
  ['an invitation that DynamoDB deletes when its time is over', {
    before: invitation,
    record: { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } },
  }],
  ['an invitation that DynamoDB deletes after it was accepted', { before: { ...invitation, status: 'accepted' } }],
])('%s results in no event', async (_name, change) => {
  expect(await eventsIn(changeRecord(withoutUndefined(change)))).toEqual([]);
});

test.each<[string, RowChange, string]>([
  ['a membership without name and email address', { after: { tenantid: TENANT_ID, userid: USER_ID, role: 'member' } }, 'name, email'],
  ['a membership with a role that cannot be one', { after: { ...member, role: 'ADMIN' } }, 'role'],
  ['a membership with an id that cannot be one', { after: { ...member, userid: 'a/b' } }, 'userid'],
  ['a member who had no role', { before: { ...member, role: undefined }, after: member }, 'role'],
  ['a founder without a user name', { after: { ...founder, username: undefined } }, 'username'],
  ['a first member who is not an admin', { after: { ...founder, role: 'member' } }, 'role'],
  ['a tenant with a name that is not a text', { before: tenant, after: { ...tenant, name: 7 } }, 'name'],
  ['a name that is too long for an event', { before: tenant, after: { ...tenant, name: 'x'.repeat(2049) } }, 'name'],
  ['an invitation whose expiry is not a time', { after: { ...invitation, expiresat: 8_640_000_000_001 } }, 'expiresat'],
])('%s cannot be read, and the error has the names of the attributes but no values', async (_name, change, attributes) => {
  await expect(eventsIn(changeRecord(withoutUndefined(change)))).rejects
    .toThrow(new UnreadableChangeError(`These attributes of the row are missing or invalid: ${attributes}.`));
});

test('numbers of the application that JavaScript cannot represent do not cause an error', async () => {
  const changed = changeRecord({ after: member });
  changed.dynamodb!.NewImage!.theirs = { N: '1234567890.123456789012345678901234567' };

  expect(await eventsIn(changed)).toHaveLength(1);
});

test('every event is valid against its schema', async () => {
  const changes: RowChange[] = [
    { before: tenant, after: { ...tenant, name: 'Ada & Co' } },
    { after: member },
    { after: founder },
    { before: member, after: { ...member, role: 'admin' } },
    { before: member },
    { after: invitation },
    { before: invitation, after: { ...invitation, codehash: '1'.repeat(64) } },
    ...['accepted', 'declined', 'revoked'].map((status) => ({ before: invitation, after: { ...invitation, status } })),
  ];
  const events = (await Promise.all(changes.map(async (change) => eventsIn(changeRecord(change))))).flat();

  expect(events).toHaveLength(11);
  expect(events.flatMap(({ detailType, detail }) => faultsOfDetail('tenant', detailType, detail))).toEqual([]);
});

describe('the actor', () => {
  const OPERATOR = { type: 'operator', id: 'arn:aws:sts::123456789012:assumed-role/support/ada' };
  const by = { ...OPERATOR, at: '2026-03-09T10:00:00.000Z', requestid: 'r1' };
  const earlier = { ...by, at: '2026-03-08T10:00:00.000Z' };
  const renamed = { ...tenant, name: 'Ada & Co' };

  test.each<[string, RowChange]>([
    ['of a new name', { before: { ...tenant, changedby: earlier }, after: { ...renamed, changedby: by } }],
    ['of the first change of an older row', { before: tenant, after: { ...renamed, changedby: by } }],
    ['of another change in the same millisecond', { before: { ...tenant, changedby: { ...by, requestid: 'r0' } }, after: { ...renamed, changedby: by } }],
    ['of a new member', { after: { ...member, changedby: by } }],
    ['of a new role', { before: member, after: { ...member, role: 'admin', changedby: by } }],
    ['of a new profile', { before: member, after: { ...member, name: 'Lady Lovelace', changedby: by } }],
    ['of a tenant that was created through the API', { after: { ...founder, changedby: by } }],
    ['of a new invitation', { after: { ...invitation, changedby: by } }],
    ['of an accepted invitation', { before: invitation, after: { ...invitation, status: 'accepted', changedby: by } }],
  ])('%s is in all events, without the time and the request', async (_name, change) => {
    const events = await eventsIn(changeRecord(change));

    expect(events.map(({ detail }) => (detail as TenantEventDetails['renamed']).actor)).toEqual(events.map(() => OPERATOR));
    expect(events.flatMap(({ detailType, detail }) => faultsOfDetail('tenant', detailType, detail))).toEqual([]);
  });

  test.each<[string, unknown, unknown]>([
    ['still has the actor of the change before', by, by],
    ['has no actor', undefined, undefined],
    ['has lost its actor', by, undefined],
    ['has an actor of an unknown type', undefined, { ...by, type: 'robot' }],
    ['has an actor without a time', undefined, OPERATOR],
  ])('is left out if the row %s: the application has written it', async (_name, before, after) => {
    const change = withoutUndefined({ before: { ...tenant, changedby: before }, after: { ...renamed, changedby: after } });
    const [{ detail }] = await eventsIn(changeRecord(change));

    expect(detail).not.toHaveProperty('actor');
  });

  test('of a removal is the one of its mark', async () => {
    const removed = changeRecord({ before: { ...member, changedby: earlier } });

    expect(await eventsIn(removed, { actor: { type: 'user', id: USER_ID }, isMarked: true })).toMatchObject([
      { detailType: 'memberRemoved', detail: { actor: { type: 'user', id: USER_ID } } },
    ]);
    expect((await eventsIn(removed))[0].detail).not.toHaveProperty('actor');
  });
});

/** Rows in the format of the tables. */
function withoutUndefined({ before, after }: RowChange): RowChange {
  const strip = (row?: object) => row && Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
  return { before: strip(before), after: strip(after) };
}
