import { act, cleanup, render, timeoutManager, waitFor } from './hooks';
import type { SessionSource } from '../../../web/src';
import { useTenantExport } from '../../../web/src/react';
import { type Answer, Api, problem } from '../api';

const EXPORT_ID = '0b'.repeat(16);
const session: SessionSource = { getSession: async () => ({ token: 'token' }), refresh: async () => ({ token: 'token' }) };
const REQUESTED: Answer = { status: 202, body: { exportId: EXPORT_ID } };
const RUNNING: Answer = { body: { exportId: EXPORT_ID, status: 'running', requestedAt: '2026-03-02T10:00:00.000Z' } };
const FAILED: Answer = { body: { exportId: EXPORT_ID, status: 'failed', requestedAt: '2026-03-02T10:00:00.000Z' } };

let api: Api;
afterEach(async () => {
  cleanup();
  await api.stop();
});

/** A page of a complete export, whose links are valid for some minutes. */
function succeeded(fileName: string, nextCursor?: string, minutes = 15): Answer {
  const expiresAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const files = [{ name: fileName, rows: 1, bytes: 2, sha256: '0', url: `https://example.com/${fileName}` }];
  return { body: { exportId: EXPORT_ID, status: 'succeeded', url: 'https://example.com/manifest', expiresAt, files, ...nextCursor && { nextCursor } } };
}

async function page(answers: readonly Answer[], known?: string) {
  api = await Api.start(...answers);
  return render(() => useTenantExport('blue', known), { apiUrl: api.url, session }).result;
}

type Shown = Awaited<ReturnType<typeof page>>;
const statusOf = ({ current }: Shown) => current.progress.data?.pages[0].status;
const filesOf = ({ current }: Shown) => current.progress.data?.pages.flatMap(({ files = [] }) => files.map(({ name }) => name));

/** The pauses between loads, in milliseconds. TanStack Query waits for a hundredth of them. */
const pauses: number[] = [];
timeoutManager.setTimeoutProvider({
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer: NodeJS.Timeout | undefined) => clearTimeout(timer),
  setInterval: (callback, ms) => {
    pauses.push(ms);
    return setInterval(callback, ms / 100);
  },
  clearInterval: (timer: NodeJS.Timeout | undefined) => clearInterval(timer),
});

test('an export that is requested is loaded every five seconds until it has ended, and then before its links expire', async () => {
  const result = await page([REQUESTED, RUNNING, RUNNING, succeeded('a.jsonl', undefined, 3), succeeded('b.jsonl', undefined, 15)]);
  expect(result.current.progress.isPending).toBe(true);
  expect(api.requests).toEqual([]);
  await act(async () => void await result.current.request.mutateAsync());
  await waitFor(() => expect(result.current.exportId).toBe(EXPORT_ID));
  await waitFor(() => expect(filesOf(result)).toEqual(['a.jsonl']));
  expect(new Set(pauses)).toContain(5_000);
  expect(api.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /prod/tenant/blue/exports', ...Array(3).fill(`GET /prod/tenant/blue/exports/${EXPORT_ID}`),
  ]);

  // Two minutes before the links expire.
  await waitFor(() => expect(filesOf(result)).toEqual(['b.jsonl']), { timeout: 3_000 });
  const [renewal] = pauses.filter((ms) => ms > 50_000);
  expect(renewal).toBeLessThanOrEqual(60_000);
});

test('an export that is known is loaded without a request, and its files page by page', async () => {
  const result = await page([succeeded('a.jsonl', 'the-rest'), succeeded('b.jsonl')], EXPORT_ID);
  await waitFor(() => expect(filesOf(result)).toEqual(['a.jsonl']));
  await act(async () => void await result.current.progress.fetchNextPage());
  await waitFor(() => expect(filesOf(result)).toEqual(['a.jsonl', 'b.jsonl']));
  expect(result.current.progress.hasNextPage).toBe(false);
  expect(api.requests[1].path).toBe(`/prod/tenant/blue/exports/${EXPORT_ID}?cursor=the-rest`);
});

test('an export that has failed is not loaded again', async () => {
  const result = await page([FAILED], EXPORT_ID);
  await waitFor(() => expect(statusOf(result)).toBe('failed'));
  // Longer than a pause.
  await act(async () => new Promise((resolve) => setTimeout(resolve, 200)));
  expect(api.requests).toHaveLength(1);
});

test('an export that does not exist is an error', async () => {
  const result = await page([problem(404, 'Export not found.')], EXPORT_ID);
  await waitFor(() => expect(result.current.progress.error).toMatchObject({ kind: 'notFound' }));
});

test('a request that needs a sign-in fails, and nothing is loaded', async () => {
  const result = await page([{ status: 401, body: { status: 401, detail: 'Sign in again.', code: 'signInAgain' } }]);
  await act(async () => expect(result.current.request.mutateAsync()).rejects.toMatchObject({ kind: 'signInAgain' }));
  expect(api.requests).toHaveLength(1);
  expect(result.current.exportId).toBeUndefined();
});
