import { membershipMarkKey, userRecordKey } from '../../../../src/contract/attributes';
import { changeOf } from '../../../../src/runtime/changes/change';
import { eventsOf, UnreadableChangeError } from '../../../../src/runtime/changes/change-events';
import type { Removal } from '../../../../src/runtime/changes/removals';
import { recordsOfChange } from '../../../../src/runtime/functions/audit-writer/records-of-change';
import { changeRecord, invitation, INVITATION_ID, member, type RowChange, tenant } from '../../changes/records';
import { EMAIL, OTHER_USER_ID, PERSON_NAME, REQUEST_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../../events';

const AT = '2026-11-06T21:20:00.123Z';
const ADMIN = { type: 'user', id: USER_ID };
const stamp = { changedby: { ...ADMIN, at: AT, requestid: REQUEST_ID, sealedclient: 'sealed' } };
const before = { changedby: { type: 'service', id: SERVICE_ARN, at: '2026-11-01T10:00:00.000Z' } };
const ofTenant = [{ type: 'tenant', id: TENANT_ID }];
const ofMember = [{ type: 'user', id: OTHER_USER_ID }];
const ofInvitation = [{ type: 'invitation', id: INVITATION_ID }];
const closing = { ...tenant, ...stamp, status: 'closing', deleteat: '2026-12-06T21:20:00.000Z' };

function recordsOf(row: RowChange, removal?: Removal) {
  const change = changeOf(changeRecord(row));
  return recordsOfChange({ change, events: eventsOf(change, removal), removal });
}

/** The one record of a change. */
function recordOf(row: RowChange, removal?: Removal) {
  const [record, ...others] = recordsOf(row, removal);
  expect(others).toEqual([]);
  return record;
}

describe('a change that this library has written has one record with its actor, its time and its request', () => {
  test.each<[string, RowChange, object]>([
    ['a new name of the tenant', { before: { ...tenant, ...before }, after: { ...tenant, ...stamp, name: 'Looms' } },
      { action: 'tenant.renamed', targets: ofTenant, changes: [{ field: 'name' }] }],
    ['a member who came by an invitation', { after: { ...member, ...stamp } },
      { action: 'member.added', targets: [...ofMember, ...ofInvitation], changes: [{ field: 'role', to: 'member' }] }],
    ['another role', { before: { ...member, ...before }, after: { ...member, ...stamp, role: 'editor' } },
      { action: 'member.roleChanged', targets: [...ofMember, ...ofInvitation], changes: [{ field: 'role', from: 'member', to: 'editor' }] }],
    ['another name and address of a member', { before: { ...member, ...before }, after: { ...member, ...stamp, name: 'Ada', email: 'ada@example.com' } },
      { action: 'member.profileChanged', targets: [...ofMember, ...ofInvitation], changes: [{ field: 'name' }, { field: 'email' }] }],
    ['a new invitation', { after: { ...invitation, ...stamp } },
      { action: 'invitation.created', targets: ofInvitation, changes: [{ field: 'role', to: 'editor' }] }],
    ['a new code of an invitation', { before: { ...invitation, ...before }, after: { ...invitation, ...stamp, codehash: '1'.repeat(64) } },
      { action: 'invitation.resent', targets: ofInvitation, changes: [] }],
    ['an invitation that was declined', { before: { ...invitation, ...before }, after: { ...invitation, ...stamp, status: 'declined' } },
      { action: 'invitation.declined', targets: ofInvitation, changes: [{ field: 'status', from: 'pending', to: 'declined' }] }],
    ['an invitation that was revoked', { before: { ...invitation, ...before }, after: { ...invitation, ...stamp, status: 'revoked' } },
      { action: 'invitation.revoked', targets: ofInvitation, changes: [{ field: 'status', from: 'pending', to: 'revoked' }] }],
    ['the first membership of a tenant that a user has created', {
      after: { ...member, ...stamp, invitationid: undefined, userid: USER_ID, role: 'admin', origin: 'creation', username: 'ada' },
    }, { action: 'tenant.created', targets: [...ofTenant, ADMIN], changes: [] }],
    ['the first membership of a sign-up', { after: { ...member, ...stamp, invitationid: undefined, origin: 'sign-up' } },
      { action: 'tenant.created', targets: [...ofTenant, ...ofMember], changes: [] }],
  ])('%s', (_, row, expected) => {
    const { tenantId, record } = recordOf(withoutUndefined(row));

    expect(tenantId).toBe(TENANT_ID);
    expect(record).toEqual({
      ...expected, id: expect.any(String), version: '1', occurredAt: AT, actor: ADMIN, context: { requestId: REQUEST_ID, sealedClient: 'sealed' },
    });
  });

  test.each<[string, object, object, string, object[]]>([
    ['suspended', tenant, { ...tenant, status: 'suspended' }, 'tenant.suspended', [{ field: 'status', from: 'active', to: 'suspended' }]],
    ['reactivated', { ...tenant, status: 'suspended' }, tenant, 'tenant.reactivated', [{ field: 'status', from: 'suspended', to: 'active' }]],
    ['closed', tenant, closing, 'tenant.closed',
      [{ field: 'status', from: 'active', to: 'closing' }, { field: 'deleteAt', to: closing.deleteat }]],
    ['closed with another time', closing, { ...closing, deleteat: '2027-01-01T00:00:00.000Z' }, 'tenant.closed',
      [{ field: 'deleteAt', from: closing.deleteat, to: '2027-01-01T00:00:00.000Z' }]],
    ['restored', closing, tenant, 'tenant.restored',
      [{ field: 'status', from: 'closing', to: 'active' }, { field: 'deleteAt', from: closing.deleteat }]],
    ['deleted', closing, { tenantid: TENANT_ID, status: 'deleted' }, 'tenant.deleted',
      [{ field: 'status', from: 'closing', to: 'deleted' }, { field: 'deleteAt', from: closing.deleteat }]],
  ])('a tenant that was %s', (_, old, now, action, changes) => {
    const statuschange = { status: (now as { status: string }).status, actor: ADMIN, at: AT, reason: 'Not paid' };
    const { record } = recordOf({ before: { ...old, ...before }, after: { ...now, ...stamp, statuschange } });

    expect(record).toMatchObject({ action, actor: ADMIN, occurredAt: AT, targets: ofTenant });
    expect(record.changes).toEqual(changes);
  });

  test('two fields of one write have two records with different ids', () => {
    const records = recordsOf({ before: { ...member, ...before }, after: { ...member, ...stamp, role: 'editor', name: 'Ada' } }).map(({ record }) => record);

    expect(records.map(({ action }) => action)).toEqual(['member.roleChanged', 'member.profileChanged']);
    expect(new Set(records.map(({ id }) => id)).size).toBe(2);
  });
});

describe('the removal of a member is recorded with its mark', () => {
  const mark = {
    tenantid: TENANT_ID, userid: membershipMarkKey(OTHER_USER_ID), change: 'removed', actortype: 'user', actorid: USER_ID, at: AT, role: 'editor', requestid: REQUEST_ID, sealedclient: 'sealed',
  };

  test.each([['removed', 'member.removed'], ['left', 'member.left']])('which says that the member %s', (change, action) => {
    expect(recordOf({ after: { ...mark, change } })).toEqual({
      tenantId: TENANT_ID,
      record: {
        action,
        actor: ADMIN,
        occurredAt: AT,
        targets: ofMember,
        changes: [{ field: 'role', from: 'editor' }],
        context: { requestId: REQUEST_ID, sealedClient: 'sealed' },
        id: expect.any(String),
        version: '1',
      },
    });
  });

  test('which replaces the mark of an earlier removal', () => {
    expect(recordOf({ before: { ...mark, at: '2026-01-01T00:00:00.000Z', change: 'left' }, after: mark }).record.action).toBe('member.removed');
  });

  test('whose deletion has no record, nor a write that leaves its time', () => {
    expect(recordsOf({ before: mark })).toEqual([]);
    expect(recordsOf({ before: mark, after: { ...mark, purgeat: 1 } })).toEqual([]);
  });

  test('and the row that is deleted with it has no record', () => {
    expect(recordsOf({ before: member }, { isMarked: true, actor: { type: 'user', id: USER_ID } })).toEqual([]);
    // The mark of a later removal has replaced that of this one.
    expect(recordsOf({ before: member }, { isMarked: true })).toEqual([]);
  });

  test('and the mark of an admin who gets another role has none: the new role has one', () => {
    expect(recordsOf({ after: { ...mark, change: 'demoted' } })).toEqual([]);
  });

  test('and an invalid mark is unreadable', () => {
    expect(() => recordsOf({ after: { ...mark, actortype: 'cat' } })).toThrow(UnreadableChangeError);
  });
});

test('a row that the application has deleted has a record without an actor', () => {
  const { record } = recordOf({ before: { ...member, ...stamp } }, { isMarked: false });

  expect(record).toMatchObject({ action: 'member.removed', targets: [...ofMember, ...ofInvitation], changes: [{ field: 'role', from: 'member' }], context: {} });
  expect(record).not.toHaveProperty('actor');
});

test('members of a deleted tenant have no records: the deletion has one', () => {
  expect(recordsOf({ before: member }, { isMarked: false, actor: { type: 'system', id: 'deletion' } })).toEqual([]);
});

describe('a row that the application has written itself', () => {
  test('has a record without an actor and a request, to the second', () => {
    const { record } = recordOf({ before: tenant, after: { ...tenant, name: 'Looms' } });

    expect(record).toEqual({
      id: expect.any(String), action: 'tenant.renamed', version: '1', occurredAt: '2026-11-06T21:20:00.000Z', targets: ofTenant, context: {}, changes: [{ field: 'name' }],
    });
  });

  test('does not have the actor of the change before', () => {
    expect(recordOf({ before: { ...tenant, ...stamp }, after: { ...tenant, ...stamp, name: 'Looms' } }).record).not.toHaveProperty('actor');
  });
});

describe('the end of sessions', () => {
  const key = userRecordKey(OTHER_USER_ID);
  const ended = (by: object) => ({ after: { tenantid: key, userid: key, validafter: 1_794_000_000, sessionsendedby: { ...ADMIN, at: AT, ...by } } });

  test('by an admin is recorded in the log of the tenant of this admin', () => {
    expect(recordOf(ended({ tenantid: TENANT_ID, requestid: REQUEST_ID, sealedclient: 'sealed' }))).toEqual({
      tenantId: TENANT_ID,
      record: expect.objectContaining({ action: 'member.signedOut', actor: ADMIN, occurredAt: AT, targets: ofMember, changes: [], context: { requestId: REQUEST_ID, sealedClient: 'sealed' } }),
    });
  });

  test('by the person or an operator belongs to no tenant, and has no record', () => {
    expect(recordsOf(ended({}))).toEqual([]);
  });
});

test.each<[string, RowChange]>([
  ['a choice of the tenant', { after: { tenantid: userRecordKey(USER_ID), userid: userRecordKey(USER_ID), activetenant: TENANT_ID } }],
  ['an accepted invitation, whose member has one', { before: { ...invitation, ...before }, after: { ...invitation, ...stamp, status: 'accepted' } }],
  ['an expired invitation that DynamoDB deletes', { before: invitation }],
  ['a tenant that is being created', { after: { ...tenant, status: 'creating' } }],
  ['numbers of members', { before: tenant, after: { ...tenant, members: 7 } }],
  ['the tombstone of a person', { after: { tenantid: userRecordKey(USER_ID), userid: userRecordKey(USER_ID), erasedat: AT, erasedby: ADMIN } }],
])('%s has no record', (_, row) => {
  expect(recordsOf(row)).toEqual([]);
});

test('a change that is delivered again has the same record', () => {
  const change = changeOf(changeRecord({ after: { ...member, ...stamp } }));
  const read = () => recordsOfChange({ change, events: eventsOf(change) });
  expect(read()).toEqual(read());
});

test('records have no names and addresses', () => {
  const records = [
    { after: { ...member, ...stamp } },
    { before: { ...member, ...before }, after: { ...member, ...stamp, name: 'Lady Lovelace', email: 'ada@example.com' } },
    { before: { ...tenant, ...before }, after: { ...tenant, ...stamp, name: PERSON_NAME } },
    { after: { ...invitation, ...stamp } },
  ].flatMap((row) => recordsOf(row));

  expect(records).toHaveLength(4);
  for (const personal of [EMAIL, PERSON_NAME, 'Lovelace', 'ada@example.com', tenant.name!]) expect(JSON.stringify(records)).not.toContain(personal);
});

function withoutUndefined(row: RowChange): RowChange {
  return JSON.parse(JSON.stringify(row));
}
