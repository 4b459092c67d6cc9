import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './support/engine';
import { type Customer, newCustomer, newMember } from './support/people';
import { sendRaw } from './support/raw-request';

let ann: Customer;
let max: Customer;

beforeAll(async () => {
  ann = await newCustomer();
  max = await newMember(ann.tenantId);
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
