import { type DynamoDBDocumentClient, BatchGetCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { TENANTS_TABLE_NAME, USERS_TABLE_NAME } from './store/tables';
import { USER_INDEX_NAME } from '../src/contract/attributes';
import { ADMIN_API_ROUTE, type Route, TENANT_API_ROUTE } from '../src/contract/routes';

/** The tenant that a request is about, and the admin who asks. */
export interface Subject {
  readonly tenantId: string;
  readonly userId: string;
}

/** A route that is measured. A new one needs a line in {@link ROUTES} and nothing else. */
export interface BenchmarkedRoute {
  readonly route: Route;
  /** Name of the function's bundle. */
  readonly bundle: string;
  /** Behind AWS_IAM, for services, instead of the authorizer. */
  readonly isForServices?: boolean;
  readonly body?: object;
  /** Requests to it in a hundred of a running product. */
  readonly share: number;
  /** The calls that the work of the route needs, made by somebody who checks nothing and shapes nothing. */
  readonly bare: (client: DynamoDBDocumentClient, subject: Subject) => Promise<unknown>;
}

export const ROUTES: readonly BenchmarkedRoute[] = [
  {
    route: TENANT_API_ROUTE.getTenant,
    bundle: 'tenant-api',
    share: 70,
    bare: async (client, { tenantId }) => client.send(new GetCommand({
      TableName: TENANTS_TABLE_NAME, Key: { tenantid: tenantId }, ConsistentRead: true,
    })),
  },
  {
    route: TENANT_API_ROUTE.renameTenant,
    bundle: 'tenant-api',
    body: { name: 'New name' },
    share: 5,
    bare: async (client, { tenantId }) => client.send(new UpdateCommand({
      TableName: TENANTS_TABLE_NAME,
      Key: { tenantid: tenantId },
      UpdateExpression: 'SET #name = :name, updatedat = :time, version = version + :one',
      ConditionExpression: 'attribute_exists(tenantid) AND #status = :active',
      ExpressionAttributeNames: { '#name': 'name', '#status': 'status' },
      ExpressionAttributeValues: { ':name': 'New name', ':time': new Date().toISOString(), ':one': 1, ':active': 'active' },
      ReturnValues: 'ALL_NEW',
    })),
  },
  {
    route: TENANT_API_ROUTE.listTenantsOfUser,
    bundle: 'tenant-api',
    share: 20,
    bare: memberships,
  },
  {
    route: ADMIN_API_ROUTE.listTenantsOfUser,
    bundle: 'admin-api',
    isForServices: true,
    share: 5,
    bare: async (client, subject) => {
      const { Items } = await memberships(client, subject);
      return client.send(new BatchGetCommand({
        RequestItems: { [TENANTS_TABLE_NAME]: { Keys: Items!.map(({ tenantid }) => ({ tenantid })), ConsistentRead: true } },
      }));
    },
  },
];

/** Routes that no requests of a running product go to, and why. */
const EXCUSED: ReadonlyMap<Route, string> = new Map([
  [ADMIN_API_ROUTE.repair, 'an operator calls it, after a failure'],
]);

/** Routes of the package that nobody has entered here. */
export function unmeasuredRoutes(): string[] {
  const measured = new Set(ROUTES.map(({ route }) => route));
  return [...Object.values<Route>(TENANT_API_ROUTE), ...Object.values<Route>(ADMIN_API_ROUTE)]
    .filter((route) => !measured.has(route) && !EXCUSED.has(route))
    .map(({ method, path }) => `${method} ${path}`);
}

/** As people write it, with the API where the same route is in both. */
export function nameOf({ route: { method, path }, isForServices }: BenchmarkedRoute): string {
  return `${method} ${path}${isForServices ? ' (admin API)' : ''}`;
}

/** What a process that measures calls a route: the function as it is deployed, and what that cannot do without. */
export const handlerCall = (route: BenchmarkedRoute) => `handler: ${nameOf(route)}`;
export const bareCall = (route: BenchmarkedRoute) => `bare: ${nameOf(route)}`;

/** The path of a request to a route. */
export function pathOf({ route: { path } }: BenchmarkedRoute, { tenantId, userId }: Subject): string {
  return path.replace('{tenantId}', tenantId).replace('{userId}', userId);
}

async function memberships(client: DynamoDBDocumentClient, { userId }: Subject) {
  return client.send(new QueryCommand({
    TableName: USERS_TABLE_NAME,
    IndexName: USER_INDEX_NAME,
    KeyConditionExpression: 'userid = :user',
    ProjectionExpression: 'tenantid, #role, createdat',
    ExpressionAttributeNames: { '#role': 'role' },
    ExpressionAttributeValues: { ':user': userId },
  }));
}
