import { faultsOfDetail } from './event-details';
import { TENANT_EVENT_SCHEMAS, USER_EVENT_SCHEMAS } from '../../src/contract/event-schemas';
import {
  DETAIL_TYPE, type SessionsRevokedDetail, type SignUpDetail, type TenantEventDetails, type UserChangedDetail, type UserErasedDetail,
} from '../../src/contract/events';

const ORIGIN = { eventId: 'e1', occurredAt: '2026-11-25T09:00:00Z', version: '1' } as const;
const TENANT = { tenantId: '0123456789abcdef0123456789abcdef', email: 'ada@example.com', userName: 'ada', name: 'Ada', userId: 'u1' };
const ACTOR = { type: 'operator', id: 'arn:aws:sts::123456789012:assumed-role/support/ada' } as const;
const MEMBER = { tenantId: 't1', userId: 'u1', email: '', name: 'Ada', role: 'editor', ...ORIGIN };
const INVITATION = { tenantId: 't1', invitationId: 'i1', email: 'ada@example.com', role: 'member', expiresAt: '2026-12-02T09:00:00Z', ...ORIGIN };
const AUDIT_RECORD = {
  tenantId: 't1',
  id: 'e1',
  action: 'member.roleChanged',
  version: '1',
  occurredAt: '2026-11-25T09:00:00.123Z',
  targets: [{ type: 'user', id: 'u1' }],
  context: { requestId: 'r1' },
  changes: [{ field: 'role', from: 'member', to: 'admin' }],
} as const;

/** Details with all fields of their types. The compiler reports a missing field. */
const COMPLETE: { readonly [Type in keyof TenantEventDetails]: Required<TenantEventDetails[Type]> } = {
  created: { ...TENANT, actor: ACTOR, ...ORIGIN },
  adminUserAdded: { ...TENANT, role: 'admin', actor: ACTOR, ...ORIGIN },
  renamed: { tenantId: 't1', name: 'New', previousName: 'Old', actor: ACTOR, ...ORIGIN },
  suspended: { tenantId: 't1', actor: ACTOR, reason: 'Not paid', ...ORIGIN },
  reactivated: { tenantId: 't1', actor: ACTOR, reason: '', ...ORIGIN },
  closureScheduled: { tenantId: 't1', actor: ACTOR, reason: 'Merged', deleteAt: '2026-12-25T09:00:00.000Z', ...ORIGIN },
  closureCancelled: { tenantId: 't1', actor: ACTOR, reason: '', status: 'suspended', ...ORIGIN },
  deleted: { tenantId: 't1', actor: { type: 'system', id: 'deletion' }, reason: '', ...ORIGIN },
  exported: { tenantId: 't1', exportId: '0123456789abcdef0123456789abcdef', actor: ACTOR, ...ORIGIN },
  memberAdded: { ...MEMBER, invitationId: 'i1', actor: ACTOR },
  memberRoleChanged: { ...MEMBER, previousRole: 'admin', invitationId: 'i1', actor: ACTOR },
  memberProfileChanged: { ...MEMBER, previousName: 'Augusta', previousEmail: '', invitationId: 'i1', actor: ACTOR },
  memberRemoved: { ...MEMBER, invitationId: 'i1', actor: ACTOR },
  invitationCreated: { ...INVITATION, invitedBy: 'u2', actor: ACTOR },
  invitationResent: { ...INVITATION, invitedBy: 'u2', actor: ACTOR },
  invitationAccepted: { ...INVITATION, invitedBy: 'u2', actor: ACTOR },
  invitationDeclined: { ...INVITATION, invitedBy: 'u2', actor: ACTOR },
  invitationRevoked: { ...INVITATION, invitedBy: 'u2', actor: ACTOR },
  auditRecorded: { ...AUDIT_RECORD, actor: ACTOR },
};
const COMPLETE_SIGN_UP: Required<SignUpDetail> = { email: 'ada@example.com', userName: 'ada', name: 'Ada', userId: 'u1', invited: true };

/** Details with the required fields only. The compiler reports a missing field. */
const LEAST: TenantEventDetails = {
  created: TENANT,
  adminUserAdded: { ...TENANT, role: 'admin' },
  renamed: { tenantId: 't1', name: 'New', previousName: 'Old', ...ORIGIN },
  suspended: { tenantId: 't1', ...ORIGIN },
  reactivated: { tenantId: 't1', ...ORIGIN },
  closureScheduled: { tenantId: 't1', deleteAt: '2026-12-25T09:00:00.000Z', ...ORIGIN },
  closureCancelled: { tenantId: 't1', status: 'active', ...ORIGIN },
  deleted: { tenantId: 't1', ...ORIGIN },
  exported: COMPLETE.exported,
  memberAdded: MEMBER,
  memberRoleChanged: { ...MEMBER, previousRole: 'admin' },
  memberProfileChanged: { ...MEMBER, previousName: 'Augusta', previousEmail: '' },
  memberRemoved: MEMBER,
  invitationCreated: INVITATION,
  invitationResent: INVITATION,
  invitationAccepted: INVITATION,
  invitationDeclined: INVITATION,
  invitationRevoked: INVITATION,
  auditRecorded: AUDIT_RECORD,
};
const LEAST_SIGN_UP: SignUpDetail = { email: '', userName: 'ada', name: 'Ada' };
const CHANGED: Required<UserChangedDetail> = { userId: 'u1', userName: 'ada' };
const ERASED: Required<UserErasedDetail> = { userId: 'u1', actor: ACTOR, ...ORIGIN };
const REVOKED: Required<SessionsRevokedDetail> = { userId: 'u1', actor: ACTOR, ...ORIGIN };

const CASES: Array<['user' | 'tenant', string, object, object]> = [
  ['user', 'created', COMPLETE_SIGN_UP, LEAST_SIGN_UP],
  ['user', 'changed', CHANGED, CHANGED],
  ['user', 'userErased', ERASED, ERASED],
  ['user', 'sessionsRevoked', REVOKED, REVOKED],
  ...Object.entries(COMPLETE).map(([detailType, complete]): ['tenant', string, object, object] =>
    ['tenant', detailType, complete, LEAST[detailType as keyof TenantEventDetails]]),
];

describe.each(CASES)('%s, %s', (subject, detailType, complete, least) => {
  const schema = (subject === 'user' ? USER_EVENT_SCHEMAS : TENANT_EVENT_SCHEMAS)[detailType as 'created'];

  test('the schema has exactly the fields of the type', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(complete).sort());
    expect(faultsOfDetail(subject, detailType, complete)).toEqual([]);
  });

  test('the schema requires exactly the fields that the type requires', () => {
    expect([...schema.required].sort()).toEqual(Object.keys(least).sort());
    expect(faultsOfDetail(subject, detailType, least)).toEqual([]);
  });

  test('the schema rejects a field of another type', () => {
    for (const field of Object.keys(complete)) {
      expect(faultsOfDetail(subject, detailType, { ...complete, [field]: 7 })).toHaveLength(1);
    }
  });
});

test('each event has a schema', () => {
  const ofUsersOnly: string[] = ['changed', 'userErased', 'sessionsRevoked'];
  expect(Object.keys(USER_EVENT_SCHEMAS)).toEqual(['created', ...ofUsersOnly]);
  expect(Object.keys(TENANT_EVENT_SCHEMAS)).toEqual(Object.values(DETAIL_TYPE).filter((detailType) => !ofUsersOnly.includes(detailType)));
});

test.each([
  ['tenantId', 'T*'], ['userId', 'a/b'], ['role', 'ADMIN'], ['name', 'x'.repeat(2049)], ['occurredAt', 'yesterday'], ['version', '2'],
])('the schema rejects a detail whose %s is %p', (field, value) => {
  expect(faultsOfDetail('tenant', 'memberAdded', { ...MEMBER, [field]: value })).toHaveLength(1);
});
