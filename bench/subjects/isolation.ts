import { Logger } from '@aws-lambda-powertools/logger';
import { serve } from './serve';
import { createDocumentClient } from '../../src/runtime/aws/document-client';
import { createStsClients } from '../../src/runtime/aws/sts-client';
import { createHandler } from '../../src/runtime/functions/tenant-api/handler';
import { perTenant, type ScopedClients } from '../../src/runtime/library';
import { apiEvent, authorizerOf, lambdaContext } from '../../test/runtime/events';
import { ROUTES } from '../routes';
import { TENANTS_TABLE_NAME, tenantIdOf, USERS_TABLE_NAME, userIdOf } from '../store/tables';

type RowsClient = ReturnType<typeof createDocumentClient>;

const [{ route }] = ROUTES;
const context = lambdaContext();

/** The SDK keeps 50 signing keys: one number of tenants is below, the other above. */
const FEW = 40;
const MANY = 200;

/** The function of the API, with the given clients for its rows. */
function functionWith(rows: ScopedClients<RowsClient>) {
  return createHandler({
    tenantRows: rows,
    userRows: rows,
    applicationName: '',
    suspensionAccess: 'none',
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
  sts: createStsClients(), createClient: createDocumentClient, roleArn: 'arn:aws:iam::000000000000:role/tenant',
}));
const own = createDocumentClient();
const unscoped = functionWith({ forRequest: () => own, forId: () => own });

/** Requests of this many tenants in turn. After the first round, all of them have credentials. */
function takeTurns(tenants: number, answer: ReturnType<typeof functionWith>) {
  const events = Array.from({ length: tenants }, (_, number) => eventOf(number));
  let turn = 0;
  return async () => answer(events[turn++ % tenants], context);
}

/** Each request is from a new tenant. */
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
