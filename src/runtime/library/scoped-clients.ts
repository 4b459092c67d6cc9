import { memoize } from '@smithy/property-provider';
import { LRUCache } from 'lru-cache';
import { callerOf, type RequestEvent, tenantOf } from './guard';
import { requireIdentifier } from './require-identifier';
import type { TenantScopeEnvironment, UserScopeEnvironment } from '../../contract/environment';
import { ID_OF_TAG, SESSION_SECONDS, SESSION_TAG, type SessionTag } from '../../contract/isolation';

/** The part of an STS client that is used here: `STS` of `@aws-sdk/client-sts` has it. */
export interface AssumesRoles {
  assumeRole(input: AssumeRoleInput): Promise<AssumeRoleOutput>;
}

export interface AssumeRoleInput {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds: number;
  Tags: Array<{ Key: string; Value: string }>;
}

export interface AssumeRoleOutput {
  Credentials?: {
    AccessKeyId: string | undefined;
    SecretAccessKey: string | undefined;
    SessionToken: string | undefined;
    Expiration: Date | undefined;
  };
}

/** Credentials that reach what belongs to one tenant or user. */
export interface ScopedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface ScopedClientsProps<Client> {
  /** Assumes the role, with the credentials of the function, the container or whatever else the code runs in. */
  readonly sts: AssumesRoles;

  /**
   * Makes a client, or several, that work with the credentials. Called once for each tenant or user.
   *
   * The credentials renew themselves. Give all clients one `requestHandler`, so that they share their connections.
   */
  readonly createClient: (credentials: () => Promise<ScopedCredentials>) => Client;

  /**
   * ARN of the role.
   *
   * @default - from the environment variable that `grantAssume` or `grantAssumeForUser` of `TenantIsolation` sets for a function, and
   * that `environment` of `TenantIsolation` has for everything else
   */
  readonly roleArn?: string;

  /**
   * For how many tenants or users clients are kept. Those that were not used for the longest time go first.
   *
   * @default 500
   */
  readonly maxClients?: number;
}

/** Clients by tenant, or by user. */
export interface ScopedClients<Client> {
  /**
   * The client for a request: it reaches what belongs to the tenant, or user, that the authorizer found in the token.
   * Nothing that the sender wrote into the request can make it another.
   *
   * @param event Event of a route behind the `TenantAuthorizer`; for a tenant, one below `/tenant/{tenantId}`.
   * @throws ProblemError 401, 400 or 403 for a request that should not have come here
   */
  forRequest(event: RequestEvent): Client;

  /**
   * The client for work that no request asks for, such as a queue message. Be sure where the id comes from: this is the one
   * place where code chooses whose data it reaches.
   *
   * @param id Id of the tenant or user.
   * @throws Error for a text that cannot be such an id
   */
  forId(id: string): Client;
}

/** Renewed this long before they end, so that no request starts with credentials that end during it. */
const RENEWAL_MS = 5 * 60 * 1000;

const DEFAULT_MAX_CLIENTS = 500;

/**
 * Clients that reach what belongs to one tenant, by the tenant role of a `TenantIsolation`. Call it once, outside of the
 * handler.
 *
 * @throws Error when `roleArn` is missing, and TENANCY_TENANT_ROLE_ARN in the environment too
 */
export function perTenant<Client>(props: ScopedClientsProps<Client>): ScopedClients<Client> {
  const forId = clientCache(props, {
    tag: SESSION_TAG.tenantId,
    roleArn: props.roleArn ?? requiredVariable('TENANCY_TENANT_ROLE_ARN', 'grantAssume'),
  });
  return { forRequest: (event) => forId(tenantOf(event).tenantId), forId };
}

/**
 * Clients that reach what belongs to one user, by the user role of a `TenantIsolation`. Call it once, outside of the
 * handler.
 *
 * @throws Error when `roleArn` is missing, and TENANCY_USER_ROLE_ARN in the environment too
 */
export function perUser<Client>(props: ScopedClientsProps<Client>): ScopedClients<Client> {
  const forId = clientCache(props, {
    tag: SESSION_TAG.userId,
    roleArn: props.roleArn ?? requiredVariable('TENANCY_USER_ROLE_ARN', 'grantAssumeForUser'),
  });
  return { forRequest: (event) => forId(callerOf(event).userId), forId };
}

interface Scope {
  readonly tag: SessionTag;
  readonly roleArn: string;
}

function clientCache<Client>({ sts, createClient, maxClients = DEFAULT_MAX_CLIENTS }: ScopedClientsProps<Client>, scope: Scope) {
  const clients = new LRUCache<string, { client: Client }>({ max: maxClients });
  return (id: string): Client => {
    requireIdentifier(ID_OF_TAG[scope.tag], id);
    let entry = clients.get(id);
    if (entry === undefined) {
      entry = { client: createClient(scopedCredentials(sts, scope, id)) };
      clients.set(id, entry);
    }
    return entry.client;
  };
}

/** Credentials that are asked for when they are first needed, and again shortly before they end. */
function scopedCredentials(sts: AssumesRoles, { tag, roleArn }: Scope, id: string): () => Promise<ScopedCredentials> {
  return memoize(
    async () => {
      const { Credentials } = await sts.assumeRole({
        RoleArn: roleArn,
        RoleSessionName: sessionName(id),
        DurationSeconds: SESSION_SECONDS,
        Tags: [{ Key: tag, Value: id }],
      });
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
        throw new Error('STS was expected to answer with credentials that end, but its answer has none.');
      }
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration };
    },
    ({ expiration }) => expiration.getTime() - Date.now() < RENEWAL_MS,
    () => true,
  );
}

/**
 * Names whom a session is for in CloudTrail. A session's name has 2 to 64 characters, and no colon; a tenant id is one as it is.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
function sessionName(id: string): string {
  return id.replaceAll(':', '=').slice(0, 64).padEnd(2, '=');
}

function requiredVariable(name: keyof (TenantScopeEnvironment & UserScopeEnvironment), grant: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} must be in the environment, but is not set. Call \`${grant}\` of TenantIsolation: it sets the variable of a function. `
      + 'For a container, a build or any other program, pass `environment` of TenantIsolation to it, or pass roleArn.');
  }
  return value;
}
