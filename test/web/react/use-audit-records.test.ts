import { act, cleanup, render, waitFor } from './hooks';
import { AnnasSession } from './people';
import { AUDIT_ACTION, type AuditEntry, type AuditPage, type AuditPerson, type AuditQuery } from '../../../web/src';
import { useAuditRecords } from '../../../web/src/react';
import { type Answer, Api } from '../api';

const [RENAMED, ADDED] = [AUDIT_ACTION.tenantRenamed, AUDIT_ACTION.memberAdded].map((action): AuditEntry => ({
  id: action,
  action,
  version: '1',
  occurredAt: '2026-03-02T10:00:00.000Z',
  actor: { type: 'user', id: 'anna' },
  targets: [],
  context: { ip: '198.51.100.7', userAgent: 'Firefox' },
  changes: [],
}));

const ANNA: AuditPerson = { status: 'member', name: 'Anna', email: 'anna@example.com' };

function pageOf(records: readonly AuditEntry[], nextCursor?: string): AuditPage {
  return { records, people: records.length === 0 ? {} : { anna: ANNA }, nextCursor };
}

let api: Api;
afterEach(async () => {
  cleanup();
  await api.stop();
});

async function log(answers: readonly Answer[], firstFilter?: AuditQuery) {
  api = await Api.start(...answers);
  let filter = firstFilter;
  const { result, rerender } = render(() => useAuditRecords('blue', filter), { apiUrl: api.url, session: await AnnasSession.of(['blue', 'auditor']) });
  const shown = () => result.current.data?.pages.flatMap(({ records }) => records);
  const filterBy = (next: AuditQuery) => {
    filter = next;
    rerender();
  };
  return { result, shown, filterBy };
}

test('audit records are loaded page by page, also after an empty page', async () => {
  const pages = [pageOf([RENAMED], 'a'), pageOf([], 'b'), pageOf([ADDED])];
  const { result, shown } = await log(pages.map((body) => ({ body })), { actor: 'anna' });
  await waitFor(() => expect(shown()).toEqual([RENAMED]));
  await act(async () => void await result.current.fetchNextPage());
  await waitFor(() => expect(result.current.data?.pages).toHaveLength(2));
  expect(result.current.hasNextPage).toBe(true);
  await act(async () => void await result.current.fetchNextPage());
  await waitFor(() => expect(shown()).toEqual([RENAMED, ADDED]));
  expect(result.current.hasNextPage).toBe(false);
  expect(result.current.data?.pages.map(({ people }) => people)).toEqual([{ anna: ANNA }, {}, { anna: ANNA }]);
  expect(api.requests.map(({ path }) => path)).toEqual([
    '/prod/tenant/blue/audit?actor=anna', '/prod/tenant/blue/audit?actor=anna&cursor=a', '/prod/tenant/blue/audit?actor=anna&cursor=b',
  ]);
});

test('the records of one filter are not shown for another one', async () => {
  const { shown, filterBy } = await log([{ body: pageOf([RENAMED]) }, { body: pageOf([ADDED]) }]);
  await waitFor(() => expect(shown()).toEqual([RENAMED]));
  filterBy({ action: AUDIT_ACTION.memberAdded });
  expect(shown()).toBeUndefined();
  await waitFor(() => expect(shown()).toEqual([ADDED]));
  expect(api.requests.map(({ path }) => path)).toEqual(['/prod/tenant/blue/audit', '/prod/tenant/blue/audit?action=member.added']);
});
