import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { outputs } from './support/engine';
import { type Customer, newCustomer } from './support/people';
import { INDEX_NAME, type NeededRight, operationsOn } from './support/scoped-operations';
import { assume, policiesOf, roleNamed, type RolePolicies } from './support/scoped-role';
import { USER_INDEX_NAME } from '../../src/contract/attributes';
import { isAllowed } from '../iam-evaluator';

const ACCOUNT = outputs.TenantRoleArn.split(':')[4];
const OWN = 'tenant-1';
// The id starts with that of the own tenant: a rule that compares prefixes would allow it.
const FOREIGN = 'tenant-10';
const OPERATIONS = operationsOn(OWN);
const DENIED = 'AccessDeniedException';

const tableArn = (name: string) => `arn:aws:dynamodb:${outputs.Region}:${ACCOUNT}:table/${name}`;

/** The outcome of a request: `allowed`, or the name of its error. */
async function outcome(request: Promise<unknown>): Promise<string> {
  return request.then(() => 'allowed', (error: Error) => error.name);
}

describe('a session of the tenant role', () => {
  let policies: RolePolicies;
  let own: DynamoDBClient;

  beforeAll(async () => {
    policies = await policiesOf(outputs.TenantRoleArn);
    own = new DynamoDBClient({ credentials: await assume(outputs.TenantRoleArn, { tenantId: OWN }) });
    const root = new DynamoDBClient();
    for (const tenantId of [OWN, FOREIGN]) {
      await root.send(new PutItemCommand({
        TableName: outputs.DevicesTableName, Item: { tenantid: { S: tenantId }, deviceid: { S: 'thermometer' }, name: { S: 'Thermometer' } },
      }));
    }
  });

  async function evaluate(needs: readonly NeededRight[], tag: string): Promise<boolean> {
    const decisions = await Promise.all(needs.map(async ({ action, index, leadingKeys = [] }) => isAllowed({
      action,
      resource: `${tableArn(outputs.DevicesTableName)}${index === undefined ? '' : `/index/${index}`}`,
      context: {
        'aws:PrincipalTag/tenantId': tag,
        ...(leadingKeys.length > 0 && { 'dynamodb:LeadingKeys': [...leadingKeys] }),
      },
      identityPolicies: policies.rights,
    })));
    return decisions.every(Boolean);
  }

  describe.each(OPERATIONS)('asked for: $name', ({ isAllowedOnOwnRows, send, needs }) => {
    test(`of own rows is ${isAllowedOnOwnRows ? 'allowed' : 'refused'}`, async () => {
      expect(await outcome(send(own, outputs.DevicesTableName, OWN))).toBe(isAllowedOnOwnRows ? 'allowed' : DENIED);
      expect(await evaluate(needs(OWN), OWN)).toBe(isAllowedOnOwnRows);
    });

    test('of rows of another tenant is refused', async () => {
      expect(await outcome(send(own, outputs.DevicesTableName, FOREIGN))).toBe(DENIED);
      expect(await evaluate(needs(FOREIGN), OWN)).toBe(false);
    });

    // On AWS, STS itself refuses this tag. The engine does not.
    test('with the tag * is refused', async () => {
      const everyone = new DynamoDBClient({ credentials: await assume(outputs.TenantRoleArn, { tenantId: '*' }) });

      expect(await outcome(send(everyone, outputs.DevicesTableName, FOREIGN))).toBe(DENIED);
      expect(await evaluate(needs(FOREIGN), '*')).toBe(false);
    });
  });

  test('of another tenant reaches the rows of that tenant only', async () => {
    const other = new DynamoDBClient({ credentials: await assume(outputs.TenantRoleArn, { tenantId: FOREIGN }) });
    const devicesOf = async (tenantId: string) => outcome(OPERATIONS.find(({ name }) => name === 'query')!.send(other, outputs.DevicesTableName, tenantId));

    expect(await devicesOf(FOREIGN)).toBe('allowed');
    expect(await devicesOf(OWN)).toBe(DENIED);
  });

  test('does not reach the tables of the tenancy, and no index without a grant', async () => {
    const Key = { tenantid: { S: OWN } };

    expect(await outcome(own.send(new GetItemCommand({ TableName: outputs.TenantsTableName, Key })))).toBe(DENIED);
    expect(await outcome(own.send(new GetItemCommand({ TableName: outputs.UsersTableName, Key: { ...Key, userid: { S: 'ann' } } })))).toBe(DENIED);
    for (const [table, index] of [[outputs.TenantsTableName, ''], [outputs.UsersTableName, ''], [outputs.DevicesTableName, `/index/not-${INDEX_NAME}`]]) {
      expect(await isAllowed({
        action: 'dynamodb:Query',
        resource: `${tableArn(table)}${index}`,
        context: { 'aws:PrincipalTag/tenantId': OWN, 'dynamodb:LeadingKeys': [OWN] },
        identityPolicies: policies.rights,
      })).toBe(false);
    }
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['the tag', { tenantId: OWN }, true],
    ['no tag', {}, false],
    ['an empty tag', { tenantId: '' }, false],
    ['a second tag', { tenantId: OWN, userId: 'ann' }, false],
    ['another tag', { userId: OWN }, false],
    ['a tag in other letters and another', { tenantid: OWN, project: 'x' }, false],
  ])('with %s: %j starts: %s', async (_, tags, begins) => {
    expect(await outcome(assume(outputs.TenantRoleArn, tags))).toBe(begins ? 'allowed' : 'AccessDenied');
    expect(await mayAssume(tags)).toBe(begins);
  });

  /** Whether a function that can assume the role gets a session with these tags. */
  async function mayAssume(tags: Record<string, string>): Promise<boolean> {
    const keys = Object.keys(tags);
    const decisions = await Promise.all(['sts:AssumeRole', ...(keys.length > 0 ? ['sts:TagSession'] : [])].map(async (action) => isAllowed({
      action,
      resource: outputs.TenantRoleArn,
      context: {
        ...(keys.length > 0 && { 'aws:TagKeys': keys }),
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      },
      identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: outputs.TenantRoleArn }] }],
      resourcePolicy: policies.trust,
    })));
    return decisions.every(Boolean);
  }
});

describe("the roles of the tenancy's own API", () => {
  let ann: Customer;
  let bob: Customer;
  let tenantRole: string;
  let userRole: string;

  beforeAll(async () => {
    [ann, bob, tenantRole, userRole] = await Promise.all([
      newCustomer('Ann'), newCustomer('Bob'), roleNamed('TenancyApiIsolationTenantRole'), roleNamed('TenancyApiIsolationUserRole'),
    ]);
  });

  test('allow reading and changing one tenant, but not creating or deleting it', async () => {
    const client = new DynamoDBClient({ credentials: await assume(tenantRole, { tenantId: ann.tenantId }) });
    const TableName = outputs.TenantsTableName;
    const read = async ({ tenantId }: Customer) => outcome(client.send(new GetItemCommand({ TableName, Key: { tenantid: { S: tenantId } } })));
    const change = async ({ tenantId }: Customer) => outcome(client.send(new UpdateItemCommand({
      TableName,
      Key: { tenantid: { S: tenantId } },
      UpdateExpression: 'SET #name = :name',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':name': { S: 'Renamed' } },
    })));

    expect([await read(ann), await change(ann)]).toEqual(['allowed', 'allowed']);
    expect([await read(bob), await change(bob)]).toEqual([DENIED, DENIED]);
    expect(await outcome(client.send(new PutItemCommand({ TableName, Item: { tenantid: { S: ann.tenantId } } })))).toBe(DENIED);
  });

  test('allow finding the memberships of one user only', async () => {
    const client = new DynamoDBClient({ credentials: await assume(userRole, { userId: ann.userId }) });
    const memberships = async (IndexName: string | undefined, attribute: string, value: string) => outcome(client.send(new QueryCommand({
      TableName: outputs.UsersTableName, IndexName, KeyConditionExpression: `${attribute} = :value`, ExpressionAttributeValues: { ':value': { S: value } },
    })));

    expect(await memberships(USER_INDEX_NAME, 'userid', ann.userId)).toBe('allowed');
    expect(await memberships(USER_INDEX_NAME, 'userid', bob.userId)).toBe(DENIED);
    expect(await memberships(undefined, 'tenantid', ann.tenantId)).toBe(DENIED);
  });
});
