import { Logger } from '@aws-lambda-powertools/logger';
import { serve } from './serve';
import { createDocumentClient } from '../../src/runtime/aws/document-client';
import { createStsClient } from '../../src/runtime/aws/sts-client';
import { createHandler } from '../../src/runtime/functions/tenant-api/handler';
import { perTenant, type ScopedClients } from '../../src/runtime/library';
import { apiEvent, authorizerOf, lambdaContext } from '../../test/runtime/events';
import { ROUTES } from '../routes';
import { TENANTS_TABLE_NAME, tenantIdOf, USERS_TABLE_NAME, userIdOf } from '../store/tables';

type RowsClient = ReturnType<typeof createDocumentClient>;

const [{ route }] = ROUTES;
const context = lambdaContext();

/** As many as the SDK keeps signing keys for, less some; and more than that. */
const FEW = 40;
const MANY = 200;

/** The API's function, with clients for its rows that come from here. */
function functionWith(rows: ScopedClients<RowsClient>) {
  return createHandler({
    tenantRows: rows,
    userRows: rows,
    applicationName: '',
    tables: { tenantsTableName: TENANTS_TABLE_NAME, usersTableName: USERS_TABLE_NAME },
    invitationsTableName: '',
    roles: ['admin', 'member'],
    allowOrigins: ['*'],
    logger: new Logger(),
  });
}

function eventOf(number: number) {
  const tenantId = tenantIdOf(number);
  return apiEvent({
    method: route.method, resource: route.path, parameters: { tenantId }, authorizer: authorizerOf({ tenantId, userId: userIdOf(number) }),
  });
}

const scoped = functionWith(perTenant({
  sts: createStsClient(), createClient: createDocumentClient, roleArn: 'arn:aws:iam::000000000000:role/tenant',
}));
const own = createDocumentClient();
const unscoped = functionWith({ forRequest: () => own, forId: () => own });

/** Requests of so many tenants in turn, whose credentials are there after the first round. */
function takeTurns(tenants: number, answer: ReturnType<typeof functionWith>) {
  const events = Array.from({ length: tenants }, (_, number) => eventOf(number));
  let turn = 0;
  return async () => answer(events[turn++ % tenants], context);
}

/** A request of somebody new, each time. */
function newTenants(answer: ReturnType<typeof functionWith>) {
  let next = MANY;
  return async () => answer(eventOf(next++), context);
}

serve({
  few: takeTurns(FEW, scoped),
  fewUnscoped: takeTurns(FEW, unscoped),
  many: takeTurns(MANY, scoped),
  manyUnscoped: takeTurns(MANY, unscoped),
  first: newTenants(scoped),
  firstUnscoped: newTenants(unscoped),
});
