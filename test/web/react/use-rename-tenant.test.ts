import { act, cleanup, render, waitFor } from './hooks';
import type { SessionSource } from '../../../web/src';
import { type RenameInput, type RenameResult, useRenameTenant, useTenant } from '../../../web/src/react';
import { type Answer, Api, problem, type ReceivedRequest } from '../api';

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

/** Renders a form, and waits until it has loaded the tenant. */
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

  test('does not overwrite a newer name that the user has not seen', async () => {
    const { result, save } = await formOf(tenant('Blue', 1), STALE, tenant('Red', 2));
    await expect(save({ name: 'Green', etag: '"1"' })).resolves.toMatchObject({ outcome: 'conflict', latest: { name: 'Red' } });
    await waitFor(() => expect(result.current.tenant.data).toMatchObject({ name: 'Red' }));
    expect(sent()).toHaveLength(1);
  });

  test('is not sent without an entity tag, and the error says what is missing', async () => {
    const { save } = await formOf({ body: { tenantId: 'blue', name: 'Blue' } });
    const error = await save({ name: 'Green', etag: undefined });
    expect(error).toMatchObject({ name: 'MissingEtagError', message: expect.stringContaining('Access-Control-Expose-Headers: ETag') });
    expect(sent()).toEqual([]);
  });
});

describe('a change whose response is lost', () => {
  test.each([['an error of the server', LOST], ['no connection', { isLost: true }]])('loads the tenant again after %s', async (_, lost) => {
    const { result, save } = await formOf(tenant('Blue', 1), lost, tenant('Green', 2));
    await expect(save({ name: 'Green', etag: '"1"' })).resolves.toBeInstanceOf(Error);
    await waitFor(() => expect(result.current.tenant.data).toMatchObject({ name: 'Green' }));
  });

  test('is recognized as successful when the user saves again', async () => {
    const { save } = await formOf(tenant('Blue', 1), LOST, tenant('Green', 2), STALE, tenant('Green', 2));
    await save({ name: 'Green', etag: '"1"' });
    await waitFor(() => expect(api.requests).toHaveLength(3));
    await expect(save({ name: 'Green', etag: '"1"' })).resolves.toMatchObject({ outcome: 'renamed', tenant: { name: 'Green', etag: '"2"' } });
  });

  test('is not a conflict when the user saves another name', async () => {
    const { save } = await formOf(tenant('Blue', 1), LOST, tenant('Green', 2), STALE, tenant('Green', 2), tenant('Red', 3));
    await save({ name: 'Green', etag: '"1"' });
    await waitFor(() => expect(api.requests).toHaveLength(3));
    await expect(save({ name: 'Red', etag: '"1"' })).resolves.toMatchObject({ outcome: 'renamed', tenant: { name: 'Red', etag: '"3"' } });
    expect(sent()).toEqual([{ name: 'Green', version: '"1"' }, { name: 'Red', version: '"1"' }, { name: 'Red', version: '"2"' }]);
  });

  test('does not let the next change overwrite a newer name of another user', async () => {
    const { save } = await formOf(tenant('Blue', 1), LOST, tenant('Green', 2), STALE, tenant('Yellow', 3));
    await save({ name: 'Green', etag: '"1"' });
    await waitFor(() => expect(api.requests).toHaveLength(3));
    await expect(save({ name: 'Red', etag: '"1"' })).resolves.toMatchObject({ outcome: 'conflict', latest: { name: 'Yellow' } });
    expect(sent()).toHaveLength(2);
  });
});
