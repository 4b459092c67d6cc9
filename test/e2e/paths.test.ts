import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './support/engine';
import { type Customer, newCustomer, newMember } from './support/people';
import { sendRaw } from './support/raw-request';
import { assume, policiesOf, roleNamed } from './support/scoped-role';
import { signedHeaders } from '../../local/client/api';
import { isAllowed } from '../iam-evaluator';

let ann: Customer;
let max: Customer;

beforeAll(async () => {
  ann = await newCustomer();
  max = await newMember(ann.tenantId);
});

describe('the role of the pre-token function', () => {
  const list = ['tenants/', 'tenants//', '/tenants', '/tenants/', 'tenants///', 'tenants/?status=active', 'tenants?status=active', 'tenants'];

  async function ask(path: string) {
    const credentials = await assume(await roleNamed('PreTokenEnricherHandler'), {});
    const [pathname, query = ''] = path.split('?');
    const url = new URL(outputs.AdminApiUrl);
    const headers = await signedHeaders({
      method: 'GET', url, path: url.pathname + pathname, query: Object.fromEntries(new URLSearchParams(query)),
    }, credentials);
    return sendRaw(outputs.AdminApiUrl, { method: 'GET', path, headers });
  }

  test('reads the tenants of a user', async () => {
    const answer = await ask(`tenants/${ann.userId}`);

    expect([answer.status, JSON.parse(answer.text).tenants]).toEqual([200, [ann.tenantId]]);
  });

  test.each(list)('cannot list all tenants with the path %s', async (path) => {
    const answer = await ask(path);

    expect([path, answer.status]).toEqual([path, 403]);
    expect(answer.text).not.toContain(ann.tenantId);
  });

  test.each(list)('is denied the path %s by an independent policy evaluator', async (path) => {
    const { rights } = await policiesOf(await roleNamed('PreTokenEnricherHandler'));
    const [, apiId] = /execute-api\/(\w+)\//.exec(outputs.AdminApiUrl)!;
    const api = `arn:aws:execute-api:${outputs.Region}:000000000000:${apiId}/prod/GET/`;
    const isAllowedToCall = (resource: string) => isAllowed({ action: 'execute-api:Invoke', resource, context: {}, identityPolicies: rights });

    expect(await isAllowedToCall(`${api}tenants/${ann.userId}`)).toBe(true);
    expect(await isAllowedToCall(api + path.split('?')[0])).toBe(false);
  });
});

describe('a member cannot bypass a rule for admins with', () => {
  const below = (rest: string) => [
    `tenant/{id}//${rest}`, `tenant/{id}/${rest}/`, `tenant/{id}/${rest}//`, `/tenant/{id}/${rest}`, `tenant//{id}/${rest}`, `tenant/{id}/./${rest}`,
    `tenant/{id}/x/../${rest}`, `tenant/{id}/x/%2e%2E/${rest}`, `tenant/{id}/%2F${rest}`,
    `tenant/{id}%2f${rest}`,
    `tenant/{id}/%${rest.charCodeAt(0).toString(16)}${rest.slice(1)}`,
    `tenant/{id}/%25${rest.charCodeAt(0).toString(16)}${rest.slice(1)}`,
    `tenant/{id}/${rest.toUpperCase()}`, `tenant/{id}\\${rest}`, `tenant/{id}/${rest}%2F`,
  ];

  test.each([
    ...below('invitations').map((path) => ['POST', path, { email: 'stranger@example.com', role: 'admin' }] as const),
    ...['tenant/{id}/', 'tenant/{id}//', 'tenant//{id}', 'tenant/{id}%2F', 'tenant/{id}/.']
      .map((path) => ['PUT', path, { name: 'By a member' }] as const),
  ])('%s %s', async (method, path, json) => {
    const body = JSON.stringify(json);
    const headers = {
      'Authorization': `Bearer ${max.tokens.accessToken}`, 'Content-Type': 'application/json', 'Content-Length': `${Buffer.byteLength(body)}`,
    };
    const answer = await sendRaw(outputs.ApiUrl, { method, path: path.replace('{id}', ann.tenantId), headers, body });

    expect([path, answer.status]).toEqual([path, expect.any(Number)]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const { Item } = await dynamodb.send(new GetCommand({
      TableName: outputs.TenantsTableName, Key: { tenantid: ann.tenantId }, ConsistentRead: true,
    }));
    expect(Item).not.toHaveProperty('invitationrevision');
    expect(Item!.name).not.toBe('By a member');
  });
});
