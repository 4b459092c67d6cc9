import type { AuthorizerContext } from '../../../../src/contract/authorizer-context';
import type { SuspensionAccessMode } from '../../../../src/contract/environment';
import type { CallerRows } from '../../../../src/runtime/functions/authorizer/caller-rows';
import { decide } from '../../../../src/runtime/functions/authorizer/decision';
import { TENANT_ID, USER_ID } from '../../events';

const SESSION_START = 1_800_000_000;

const USER = { userId: USER_ID, userName: USER_ID, expiresAt: 1_900_000_000, authenticatedAt: SESSION_START };
const MEMBER: AuthorizerContext = { ...USER, tenantId: TENANT_ID, tenantRole: 'admin' };

const rowsOf = ({ status = 'active', role = 'admin', ...record }: { status?: string; role?: string; erasedat?: string; validafter?: string } = {}): CallerRows => ({
  record: {
    ...record.erasedat !== undefined && { erasedat: { S: record.erasedat } },
    ...record.validafter !== undefined && { validafter: { N: record.validafter } },
  },
  membership: { role: { S: role } },
  tenant: { status: { S: status } },
});

const decided = (rows: CallerRows, principal = MEMBER, access: SuspensionAccessMode = 'none') => decide(principal, rows, access);

describe('a member of an active tenant', () => {
  test('has the role of the row, whatever the token says', () => {
    expect(decided(rowsOf({ role: 'auditor' }))).toEqual({ caller: { ...MEMBER, tenantRole: 'auditor' } });
    expect(decided(rowsOf({ role: 'admin' }), { ...MEMBER, tenantRole: 'member' })).toEqual({ caller: MEMBER });
  });

  test('has full access again as soon as a suspension has ended', () => {
    expect(decided(rowsOf(), { ...MEMBER, tenantAccess: 'READ_ONLY' })).toEqual({ caller: MEMBER });
  });

  test('with a key has it in the context', () => {
    expect(decided({ ...rowsOf(), record: { sealingkey: { S: 'k1' } } })).toEqual({ caller: { ...MEMBER, sealingKey: 'k1' } });
  });

  test('needs no record', () => {
    expect(decided({ ...rowsOf(), record: undefined })).toEqual({ caller: MEMBER });
  });
});

describe('a caller has no tenant, but stays a user,', () => {
  test.each<[string, CallerRows]>([
    ['without a membership', { ...rowsOf(), membership: undefined }],
    ['with a role that cannot be one', rowsOf({ role: 'Ad min' })],
    ['with a membership without a role', { ...rowsOf(), membership: {} }],
    ['if the tenant does not exist', { ...rowsOf(), tenant: undefined }],
    ['if the tenant has no status', { ...rowsOf(), tenant: {} }],
    ...['creating', 'suspended', 'closing', 'deleted', 'ACTIVE', ''].map((status): [string, CallerRows] => [`if the tenant is "${status}"`, rowsOf({ status })]),
  ])('%s', (_, rows) => {
    expect(decided(rows)).toEqual({ caller: USER });
  });

  test('with a token without a tenant, whatever the rows are', () => {
    expect(decided(rowsOf(), USER)).toEqual({ caller: USER });
  });

  test('although the token of a suspended tenant allows to read', () => {
    expect(decided(rowsOf({ status: 'suspended' }), { ...MEMBER, tenantAccess: 'READ_ONLY' })).toEqual({ caller: USER });
  });
});

test('a member of a suspended tenant that can be read only reads, although the token allows more', () => {
  expect(decided(rowsOf({ status: 'suspended', role: 'member' }), MEMBER, 'read-only'))
    .toEqual({ caller: { ...MEMBER, tenantRole: 'member', tenantAccess: 'READ_ONLY' } });
});

test.each(['closing', 'deleted', 'creating'])('a tenant that is %s cannot be read, even if suspended ones can', (status) => {
  expect(decided(rowsOf({ status }), MEMBER, 'read-only')).toEqual({ caller: USER });
});

test('an erased user is refused everywhere', () => {
  expect(decided(rowsOf({ erasedat: '2026-01-01T00:00:00.000Z' }))).toEqual({ refused: 'erased user' });
  expect(decided({ record: { erasedat: { S: '2026-01-01T00:00:00.000Z' } } }, USER)).toEqual({ refused: 'erased user' });
});

describe('after all sessions of a user were ended, the token of a session is', () => {
  test.each([
    ['refused', 'that began before', SESSION_START - 1],
    ['refused', 'that began in the same second', SESSION_START],
    ['accepted', 'that began later', SESSION_START + 1],
  ])('%s %s', (outcome, _, authenticatedAt) => {
    const decision = decided(rowsOf({ validafter: String(SESSION_START) }), { ...MEMBER, authenticatedAt });
    expect('refused' in decision ? 'refused' : 'accepted').toBe(outcome);
  });

  test('refused if the token does not say when it began, or the time cannot be read', () => {
    const { authenticatedAt: _, ...withoutTime } = MEMBER;
    expect(decided(rowsOf({ validafter: String(SESSION_START) }), withoutTime)).toEqual({ refused: 'ended session' });
    expect(decided(rowsOf({ validafter: 'soon' }))).toEqual({ refused: 'ended session' });
    expect(decided({ ...rowsOf(), record: { validafter: { S: '1' } } })).toEqual({ refused: 'ended session' });
    expect(decided(rowsOf(), withoutTime)).toEqual({ caller: withoutTime });
  });
});
