/** @jest-environment-options {"globalsCleanup": "off"} */
import { render } from './hooks';
import { act, cleanup, waitFor } from '@testing-library/react';
import { type Answer, Api, problem, type ReceivedRequest } from '../api';
import type { SessionSource } from '../../../web/src';
import { type RenameInput, type RenameResult, useRenameTenant, useTenant } from '../../../web/src/react';

const session: SessionSource = { getSession: async () => ({ token: 'token' }), refresh: async () => ({ token: 'token' }) };
const STALE = problem(412, 'Somebody was faster.');
const LOST = problem(504, 'Too late.');

let api: Api;
afterEach(async () => {
  cleanup();
  await api.stop();
});

function tenant(name: string, version: number): Answer {
  return { headers: { etag: `"${version}"` }, body: { tenantId: 'blue', name, status: 'active' } };
}

/** A form that has shown the tenant, once it is there. */
async function formOf(...answers: Answer[]) {
  api = await Api.start(...answers);
  const { result } = render(() => ({ tenant: useTenant('blue'), rename: useRenameTenant('blue') }), { apiUrl: api.url, session });
  await waitFor(() => expect(result.current.tenant.data).toBeDefined());
  const save = async (input: RenameInput): Promise<RenameResult | Error> => act(async () => (
    result.current.rename.mutateAsync(input).catch((error: Error) => error)
  ));
  return { result, save };
}

const sent = () => api.requests.filter(({ method }: ReceivedRequest) => method === 'PUT')
  .map(({ headers, body }) => ({ name: JSON.parse(body).name, version: headers['if-match'] }));

describe('a new name', () => {
  test('is shown as soon as it is saved', async () => {
    const { result, save } = await formOf(tenant('Blue', 1), tenant('Green', 2));
    await expect(save({ name: 'Green', etag: '"1"' })).resolves.toMatchObject({ outcome: 'renamed' });
    await waitFor(() => expect(result.current.tenant.data).toMatchObject({ name: 'Green', etag: '"2"' }));
    expect(api.requests).toHaveLength(2);
  });

  test('is not saved over one that nobody here has seen', async () => {
    const { result, save } = await formOf(tenant('Blue', 1), STALE, tenant('Red', 2));
    await expect(save({ name: 'Green', etag: '"1"' })).resolves.toMatchObject({ outcome: 'conflict', latest: { name: 'Red' } });
    await waitFor(() => expect(result.current.tenant.data).toMatchObject({ name: 'Red' }));
    expect(sent()).toHaveLength(1);
  });

  test('is not sent without a version, and the error says what is missing', async () => {
    const { save } = await formOf({ body: { tenantId: 'blue', name: 'Blue' } });
    const error = await save({ name: 'Green', etag: undefined });
    expect(error).toMatchObject({ name: 'MissingEtagError', message: expect.stringContaining('Access-Control-Expose-Headers: ETag') });
    expect(sent()).toEqual([]);
  });
});

describe('a change whose answer is lost', () => {
  test.each([['an error of the server', LOST], ['no connection', { isLost: true }]])('by %s: the tenant is loaded again', async (_, lost) => {
    const { result, save } = await formOf(tenant('Blue', 1), lost, tenant('Green', 2));
    await expect(save({ name: 'Green', etag: '"1"' })).resolves.toBeInstanceOf(Error);
    await waitFor(() => expect(result.current.tenant.data).toMatchObject({ name: 'Green' }));
  });

  test('is found to be made when it is saved again', async () => {
    const { save } = await formOf(tenant('Blue', 1), LOST, tenant('Green', 2), STALE, tenant('Green', 2));
    await save({ name: 'Green', etag: '"1"' });
    await waitFor(() => expect(api.requests).toHaveLength(3));
    await expect(save({ name: 'Green', etag: '"1"' })).resolves.toMatchObject({ outcome: 'renamed', tenant: { name: 'Green', etag: '"2"' } });
  });

  test('is not taken for somebody else\'s when the person saves another name', async () => {
    const { save } = await formOf(tenant('Blue', 1), LOST, tenant('Green', 2), STALE, tenant('Green', 2), tenant('Red', 3));
    await save({ name: 'Green', etag: '"1"' });
    await waitFor(() => expect(api.requests).toHaveLength(3));
    await expect(save({ name: 'Red', etag: '"1"' })).resolves.toMatchObject({ outcome: 'renamed', tenant: { name: 'Red', etag: '"3"' } });
    expect(sent()).toEqual([{ name: 'Green', version: '"1"' }, { name: 'Red', version: '"1"' }, { name: 'Red', version: '"2"' }]);
  });

  test('does not let the next one overwrite what somebody else has saved since', async () => {
    const { save } = await formOf(tenant('Blue', 1), LOST, tenant('Green', 2), STALE, tenant('Yellow', 3));
    await save({ name: 'Green', etag: '"1"' });
    await waitFor(() => expect(api.requests).toHaveLength(3));
    await expect(save({ name: 'Red', etag: '"1"' })).resolves.toMatchObject({ outcome: 'conflict', latest: { name: 'Yellow' } });
    expect(sent()).toHaveLength(2);
  });
});
