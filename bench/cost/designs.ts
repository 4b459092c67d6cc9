import { type ApiKind, type Design, type FunctionCall, type Usage, WAIT_MS } from './usage';
import { TenantLookup } from '../../src/constructs/pre-token-enricher';
import { ADMIN_API_ROUTE } from '../../src/contract/admin-routes';
import { type Route, TENANT_API_ROUTE } from '../../src/contract/routes';
import { type Template, templateOf } from '../apps/synthesize';
import { READ_UNITS_OF_AUTHORIZATION, REQUESTS_PER_AUTHORIZATION } from '../mix';
import { ROUTES, type BenchmarkedRoute } from '../routes';
import type { Consumption } from '../store/meter';

/**
 * CPU time of each kind of call, measured in the processes of `handler` and `authorizer-baseline`. A record of the audit log takes the time of one call with
 * a request to DynamoDB (`api`) and one with a request to EventBridge (`signUp`).
 */
const CPU_MS = {
  tenancy: { api: 1.3, authorizer: 0.06, adminApi: 1.9, lookUp: 1.9, signUp: 1.3, preToken: 1.3, changeEvents: 0.01, auditWriter: 2.6 },
  article: { api: 1.1, authorizer: 24, adminApi: 1.1, signUp: 1.1, preToken: 1.5 },
} as const;

/** Requests that both designs answer. */
const COMMON: readonly Route[] = [TENANT_API_ROUTE.getTenant, TENANT_API_ROUTE.renameTenant, TENANT_API_ROUTE.listTenantsOfUser];

/**
 * The tenant, and its entry in the index by status. The record of the user, and its entry in the index by user. Then a transaction, which costs
 * twice as much, with the tenant, the membership and again the record. Then the entries of these: two changes in the index by status, which
 * moves the tenant from one key to another, two in the index by user, and one in the index by email.
 */
export const SIGN_UP_WRITE_UNITS = (1 + 1) + (1 + 1) + 2 * 3 + 2 + 2 + 1;

/** The keys for the client details of the new user: the record, and its entry in the index by user. */
const CLIENT_KEYS_WRITE_UNITS = 1 + 1;

/** The changed rows of a sign-up: the tenant twice, the record of the user three times, and the membership. Each is a record in a stream. */
const CHANGES_OF_SIGN_UP = 6;

/** A record of the audit log: it is written, then published. At the rates of most products, each record is one call. */
const RECORD = {
  functionCalls: [{ logicalId: 'TenancyAuditLogWriteHandler', cpuMs: CPU_MS.tenancy.auditWriter, waitMs: WAIT_MS.dynamodb + WAIT_MS.eventBridge }],
  events: 1,
  writeUnits: 1,
} satisfies Usage;

/** Bytes of a record with a long actor and two changes, with the 100 bytes that DynamoDB adds to each item. */
const RECORD_BYTES = 700;

/** A record of the audit log that is kept for a year. */
export const AUDIT_RECORD: Usage = { ...RECORD, stored: { bytes: RECORD_BYTES, months: 12 } };

export interface TenancyOptions {
  /** The kind of both APIs. The constructs create REST APIs; the other kind shows what the same requests would cost. */
  readonly apis: ApiKind;
  /** How the hook looks up the tenant of a user at a sign-in. */
  readonly lookup: TenantLookup;
  /** Whether the authorizer reads the rights of the caller, or the token alone decides. */
  readonly freshness: keyof typeof REQUESTS_PER_AUTHORIZATION;
}

/** @param asked measured consumption of DynamoDB by each route */
export function tenancy(template: Template, asked: ReadonlyMap<BenchmarkedRoute, Consumption>, { apis, lookup, freshness }: TenancyOptions): Design {
  const cpu = CPU_MS.tenancy;
  return {
    template,
    signUp: {
      functionCalls: [
        { logicalId: 'TenancySignUpPublisherHandler', cpuMs: cpu.signUp, waitMs: WAIT_MS.eventBridge },
        // At the rates of most products, each record is one call. The saga has already announced these changes, so this function does not wait
        // for the bus.
        { logicalId: 'TenancyChangeEventsHandler', cpuMs: cpu.changeEvents, waitMs: 0, times: CHANGES_OF_SIGN_UP },
        // One of the changes has a record.
        { logicalId: 'TenancyAuditLogWriteHandler', cpuMs: cpu.changeEvents, waitMs: 0, times: CHANGES_OF_SIGN_UP - 1 },
        ...RECORD.functionCalls,
      ],
      events: 3 + RECORD.events,
      executions: [
        { logicalId: 'TenancySagaCreateTenantStateMachine', ms: 60 },
        { logicalId: 'TenancySagaAddFirstAdminStateMachine', ms: 90 },
      ],
      // The saga reads the tenant before it adds the admin.
      readUnits: 1,
      writeUnits: SIGN_UP_WRITE_UNITS + CLIENT_KEYS_WRITE_UNITS + RECORD.writeUnits,
    },
    request: {
      apiRequests: [{ kind: apis, stage: 'TenancyApiRestApiDeploymentStageprod' }],
      functionCalls: [
        { logicalId: 'TenancyApiHandler', cpuMs: cpu.api, waitMs: WAIT_MS.dynamodb },
        authorizerOf(freshness),
      ],
      ...unitsOfRequest(unitsOfMix((route) => asked.get(route)!), freshness),
    },
    signIn: {
      ...lookUp(apis, lookup),
      // Both ways of the look-up read the same.
      readUnits: asked.get(ROUTES.find(({ route }) => route === ADMIN_API_ROUTE.listTenantsOfUser)!)!.readUnits,
    },
  };
}

function authorizerOf(freshness: TenancyOptions['freshness']): FunctionCall {
  return {
    logicalId: 'TenancyAuthorizerHandler',
    cpuMs: CPU_MS.tenancy.authorizer,
    waitMs: freshness === 'ofToken' ? 0 : WAIT_MS.dynamodb,
    times: 1 / REQUESTS_PER_AUTHORIZATION[freshness],
    joinsTrace: true,
  };
}

function unitsOfRequest({ readUnits, writeUnits }: ReturnType<typeof unitsOfMix>, freshness: TenancyOptions['freshness']) {
  const ofAuthorizer = freshness === 'ofToken' ? 0 : READ_UNITS_OF_AUTHORIZATION / REQUESTS_PER_AUTHORIZATION[freshness];
  return { readUnits: readUnits + ofAuthorizer, writeUnits };
}

function lookUp(apis: ApiKind, lookup: TenantLookup): Usage {
  const cpu = CPU_MS.tenancy;
  const hook = { logicalId: 'TenancyPreTokenEnricherHandler', cpuMs: cpu.preToken };
  return lookup === TenantLookup.DIRECT
    ? {
      functionCalls: [
        { ...hook, waitMs: WAIT_MS.lookUpFunction },
        { logicalId: 'TenancyAdminApiLookUpHandler', cpuMs: cpu.lookUp, waitMs: WAIT_MS.dynamodb, joinsTrace: true },
      ],
    }
    : {
      apiRequests: [{ kind: apis, stage: 'TenancyAdminApiRestApiDeploymentStageprod' }],
      functionCalls: [
        { ...hook, waitMs: WAIT_MS.adminApi },
        { logicalId: 'TenancyAdminApiHandler', cpuMs: cpu.adminApi, waitMs: WAIT_MS.dynamodb, joinsTrace: true },
      ],
    };
}

export function article(): Design {
  const cpu = CPU_MS.article;
  return {
    template: templateOf('article'),
    signUp: {
      functionCalls: [{ logicalId: 'SignUp', cpuMs: cpu.signUp, waitMs: WAIT_MS.eventBridge }],
      events: 3,
      executions: [
        { logicalId: 'CreateTenant', ms: 60 },
        { logicalId: 'AddFirstAdmin', ms: 60 },
      ],
      // The tenant, the membership, and the index by user.
      writeUnits: 1 + 1 + 1,
    },
    request: {
      apiRequests: [{ kind: 'REST', stage: 'ApiDeploymentStageprod' }],
      functionCalls: [
        { logicalId: 'GetTenant', cpuMs: cpu.api, waitMs: WAIT_MS.dynamodb },
        { logicalId: 'Authorizer', cpuMs: cpu.authorizer, waitMs: WAIT_MS.keySet, times: 1 / REQUESTS_PER_AUTHORIZATION.ofToken },
      ],
      // Reads are eventually consistent.
      ...unitsOfMix(({ route: { method } }) => (method === 'GET' ? { readUnits: 0.5, writeUnits: 0 } : { readUnits: 0, writeUnits: 1 })),
    },
    signIn: {
      apiRequests: [{ kind: 'REST', stage: 'AdminApiDeploymentStageprod' }],
      functionCalls: [
        { logicalId: 'PreToken', cpuMs: cpu.preToken, waitMs: WAIT_MS.adminApi },
        { logicalId: 'AdminListTenants', cpuMs: cpu.adminApi, waitMs: WAIT_MS.dynamodb },
      ],
      readUnits: 0.5,
    },
  };
}

/** The average units of a request that both designs answer. */
function unitsOfMix(unitsOf: (route: BenchmarkedRoute) => Pick<Consumption, 'readUnits' | 'writeUnits'>) {
  const routes = ROUTES.filter(({ route }) => COMMON.includes(route));
  const all = routes.reduce((sum, { share }) => sum + share, 0);
  const mean = (unit: 'readUnits' | 'writeUnits') => routes.reduce((sum, route) => sum + route.share * unitsOf(route)[unit], 0) / all;
  return { readUnits: mean('readUnits'), writeUnits: mean('writeUnits') };
}
