import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { BatchWriteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Outcome } from './mutated-handler/handler';
import { type Key, type MutantEvent, READING_MUTANTS, SCANNING_MUTANTS, WRITING_MUTANTS } from './mutated-handler/mutants';
import { dynamodb, outputs } from './support/engine';
import { bundle, deployFunction, type TestFunction } from './support/functions';
import { createRole, type TestRole } from './support/roles';

type Mutants = TestFunction<MutantEvent & { readonly mutant: string }, Outcome>;

const FIXTURE = path.join(__dirname, 'mutated-handler');
const PYTHON_EXAMPLE = path.join(__dirname, '../../examples/typescript/functions/read-device');
const PYTHON_SCOPE = path.join(PYTHON_EXAMPLE, 'tenant_scope.py');

const MUTANTS = {
  TypeScript: { reading: Object.keys(READING_MUTANTS), writing: Object.keys(WRITING_MUTANTS), scanning: Object.keys(SCANNING_MUTANTS) },
  Python: {
    reading: ['a key from the body', 'a query by what is in the body'],
    writing: ['a put of what is in the body'],
    scanning: ['a scan, filtered by what is in the body'],
  },
} as const;

type Language = keyof typeof MUTANTS;

const OWN = { tenantid: 'mutants-own-tenant', deviceid: 'device' };
const FOREIGN = { tenantid: 'mutants-foreign-tenant', deviceid: 'device' };
const OWN_ROW = { ...OWN, name: 'an own device' };
const FOREIGN_ROW = { ...FOREIGN, name: 'a foreign secret' };

const DENIED: Outcome = { error: 'AccessDeniedException' };

let role: TestRole;
let functions: Record<Language, Mutants>;

beforeAll(async () => {
  role = await createRole({ Service: 'lambda.amazonaws.com' }, [
    { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: outputs.TenantRoleArn },
  ]);
  const common = { Role: role.arn, environment: { TENANCY_TENANT_ROLE_ARN: outputs.TenantRoleArn, TABLE_NAME: outputs.DevicesTableName } };
  functions = {
    TypeScript: await deployFunction({
      ...common, Runtime: 'nodejs24.x', Handler: 'index.handler', files: { 'index.js': bundle(path.join(FIXTURE, 'handler.ts')) },
    }),
    Python: await deployFunction({
      ...common,
      Runtime: 'python3.14',
      Handler: 'handler.handler',
      files: { 'handler.py': readFileSync(path.join(FIXTURE, 'handler.py')), 'tenant_scope.py': readFileSync(PYTHON_SCOPE) },
    }),
  };
});

beforeEach(async () => {
  await dynamodb.send(new BatchWriteCommand({
    RequestItems: { [outputs.DevicesTableName]: [OWN_ROW, FOREIGN_ROW].map((Item) => ({ PutRequest: { Item } })) },
  }));
});

afterAll(async () => {
  await dynamodb.send(new BatchWriteCommand({
    RequestItems: { [outputs.DevicesTableName]: [OWN, FOREIGN].map((Key) => ({ DeleteRequest: { Key } })) },
  }));
  await Promise.all([...Object.values(functions ?? {}), role].map((made) => made?.remove()));
});

describe.each(Object.keys(MUTANTS) as Language[])('a handler in %s with a bug', (language) => {
  const { reading, writing, scanning } = MUTANTS[language];
  const send = (mutant: string, named: Key) => functions[language].invoke({ ...request(named), mutant });

  test.each(reading)('%s: reads own rows, and is denied rows of other tenants', async (mutant) => {
    const { rows } = await send(mutant, OWN);

    expect([rows].flat()).toEqual([OWN_ROW]);
    expect(await send(mutant, FOREIGN)).toEqual(DENIED);
  });

  test.each(writing)('%s: writes own rows, and is denied rows of other tenants', async (mutant) => {
    expect(await send(mutant, FOREIGN)).toEqual(DENIED);
    expect(await rowsOf(OWN, FOREIGN)).toEqual([OWN_ROW, FOREIGN_ROW]);

    await send(mutant, OWN);
    expect(await rowsOf(OWN)).not.toEqual([OWN_ROW]);
  });

  test.each(scanning)('%s: is denied', async (mutant) => {
    expect(await send(mutant, OWN)).toEqual(DENIED);
    expect(await send(mutant, FOREIGN)).toEqual(DENIED);
  });
});

test('a request whose path names another tenant gets no client from the library', async () => {
  const event = { ...request(FOREIGN), path: `/tenant/${FOREIGN.tenantid}/devices/device`, mutant: 'a key from the path' };

  const outcome = await functions.TypeScript.invoke({ ...event, pathParameters: { ...event.pathParameters, tenantId: FOREIGN.tenantid } });

  expect(outcome).toEqual({ refused: 403 });
});

test('the example in Python answers 400 to an ambiguous path, and serves the same row at the plain path', async () => {
  const example = await deployFunction<MutantEvent, { readonly statusCode: number; readonly body: string }>({
    Runtime: 'python3.14',
    Handler: 'handler.handler',
    Role: role.arn,
    environment: { TENANCY_TENANT_ROLE_ARN: outputs.TenantRoleArn, TABLE_NAME: outputs.DevicesTableName },
    files: { 'handler.py': readFileSync(path.join(PYTHON_EXAMPLE, 'handler.py')), 'tenant_scope.py': readFileSync(PYTHON_SCOPE) },
  });
  try {
    const read = async (devices: string) => {
      const { statusCode, body } = await example.invoke({ ...request(OWN), path: `/tenant/${OWN.tenantid}/${devices}/${OWN.deviceid}` });
      return { statusCode, body: JSON.parse(body) };
    };

    expect(await read('devices')).toEqual({ statusCode: 200, body: { deviceId: OWN_ROW.deviceid, name: OWN_ROW.name } });
    expect(await read('%64evices')).toEqual({
      statusCode: 400, body: expect.objectContaining({ status: 400, title: 'Bad Request', detail: expect.stringMatching(/^The path must have/) }),
    });
  } finally {
    await example.remove();
  }
});

/** The event of API Gateway for a request of a member, which names a row in every place that a sender controls. */
function request(named: Key): MutantEvent {
  return {
    path: `/tenant/${OWN.tenantid}/of/${named.tenantid}/devices/${named.deviceid}`,
    pathParameters: { tenantId: OWN.tenantid, owner: named.tenantid, deviceId: named.deviceid },
    queryStringParameters: { ...named },
    headers: { 'x-device': JSON.stringify(named) },
    body: JSON.stringify(named),
    requestContext: {
      authorizer: { userId: 'user', userName: 'user', tenantId: OWN.tenantid, tenantRole: 'admin', expiresAt: `${Math.floor(Date.now() / 1000) + 600}` },
    },
  };
}

async function rowsOf(...keys: readonly Key[]): Promise<unknown[]> {
  const TableName = outputs.DevicesTableName;
  const rows = await Promise.all(keys.map((Key) => dynamodb.send(new GetCommand({ TableName, Key, ConsistentRead: true }))));
  return rows.map(({ Item }) => Item);
}
