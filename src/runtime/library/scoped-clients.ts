import { memoize } from '@smithy/property-provider';
import { LRUCache } from 'lru-cache';
import { callerOf, type RequestEvent, tenantOf } from './guard';
import { requireIdentifier } from './require-identifier';
import type { TenantScopeEnvironment, UserScopeEnvironment } from '../../contract/environment';
import { ID_OF_TAG, SESSION_SECONDS, SESSION_TAG, type SessionTag } from '../../contract/isolation';

/** The part of an STS client that this module uses. `STS` of `@aws-sdk/client-sts` implements it. */
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
  } | undefined;
}

/** Credentials that can access the data of one tenant or user. */
export interface ScopedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface ScopedClientsProps<Client> {
  /**
   * STS client that assumes the role. It uses the credentials of the function, container or program in which the code runs.
   *
   * STS allows 600 calls a second in each Region of an account. With a list, such as `stsRegions().map((region) => new STS({ region,
   * maxAttempts: 1 }))`, the next client is asked when STS throttles the one before, or cannot be reached. Credentials of any Region's
   * endpoint work in all Regions. No client is asked later than six seconds after the first one. Set timeouts in `requestHandler`: the SDK
   * has none, so the next client would not be asked while one waits for a response.
   */
  readonly sts: AssumesRoles | readonly AssumesRoles[];

  /**
   * Creates one client or several with the credentials. It is called once for each tenant or user.
   *
   * The credentials renew themselves. Pass the same `requestHandler` to all clients to share their connections.
   */
  readonly createClient: (credentials: () => Promise<ScopedCredentials>) => Client;

  /**
   * ARN of the role.
   *
   * @default - the value of an environment variable. `grantAssume` and `grantAssumeForUser` of `TenantIsolation` set it for functions;
   * for other programs, pass `environment` of `TenantIsolation` to them
   */
  readonly roleArn?: string;

  /**
   * Highest number of tenants or users whose clients are kept. The clients that were not used for the longest time are dropped first.
   *
   * @default 500
   */
  readonly maxClients?: number;

  /**
   * Time before their expiry at which the credentials are renewed, in seconds: 60 to 3,000. A presigned URL is not valid for longer than the
   * credentials that signed it, so choose at least the validity of your URLs.
   *
   * @default 300
   */
  readonly renewBeforeSeconds?: number;
}

/** Clients for tenants or for users. */
export interface ScopedClients<Client> {
  /**
   * Returns the client for a request. It can access the data of the tenant or user that the authorizer found in the token. No other part
   * of the request can change that.
   *
   * @param event Event of a route behind the `TenantAuthorizer`; for a tenant, of a route below `/tenant/{tenantId}`.
   * @throws ProblemError 400, 401 or 403 for a request that the authorizer should have refused
   */
  forRequest(event: RequestEvent): Client;

  /**
   * Returns the client for work without a request, such as a queue message. Make sure that the id comes from a source that you trust: here
   * alone your code chooses whose data it accesses.
   *
   * @param id Id of the tenant or user.
   * @throws Error if the id is invalid
   */
  forId(id: string): Client;
}

/** Time before the expiry at which credentials are renewed. It is long enough for a request to finish with the credentials it started with. */
const DEFAULT_RENEWAL_SECONDS = 5 * 60;

/** Limits of that time. The credentials themselves are valid for an hour. */
const RENEWAL_SECONDS = { lowest: 60, highest: 3_000 };

/** Remaining time in which credentials are still used if STS cannot renew them. It is longer than a request to an API can take. */
const LAST_USE_MS = 60 * 1000;

const DEFAULT_MAX_CLIENTS = 500;

/** Longest pause before the next STS client is asked, in milliseconds. */
const LONGEST_PAUSE_MS = 50;

/** Time after the first call in which another client is asked, in milliseconds. A request to an API cannot wait for all of them. */
const LAST_START_MS = 6_000;

/** Codes of Node.js for a host that cannot be reached. */
const NETWORK_CODES: readonly unknown[] = ['EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'];

/** The parts of an error by which its cause is recognized. */
interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/**
 * Creates clients that can each access the data of one tenant, through the tenant role of a `TenantIsolation`. Call it once, outside of
 * the handler.
 *
 * @throws Error if neither `roleArn` nor the environment variable TENANCY_TENANT_ROLE_ARN is set
 */
export function perTenant<Client>(props: ScopedClientsProps<Client>): ScopedClients<Client> {
  const forId = clientCache(props, {
    tag: SESSION_TAG.tenantId,
    roleArn: props.roleArn ?? requiredVariable('TENANCY_TENANT_ROLE_ARN', 'grantAssume'),
  });
  return { forRequest: (event) => forId(tenantOf(event).tenantId), forId };
}

/**
 * Creates clients that can each access the data of one user, through the user role of a `TenantIsolation`. Call it once, outside of the
 * handler.
 *
 * @throws Error if neither `roleArn` nor the environment variable TENANCY_USER_ROLE_ARN is set
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

function clientCache<Client>(
  { sts, createClient, maxClients = DEFAULT_MAX_CLIENTS, renewBeforeSeconds = DEFAULT_RENEWAL_SECONDS }: ScopedClientsProps<Client>, scope: Scope,
) {
  const stsClients = [sts].flat();
  if (stsClients.length === 0) {
    throw new Error('sts must have at least one client, but was an empty list. Pass an STS client.');
  }
  if (stsClients.some((client) => typeof client?.assumeRole !== 'function')) {
    throw new Error('sts must be STS clients with a method assumeRole, but was something else. Pass `new STS()` of @aws-sdk/client-sts, not an STSClient.');
  }
  const { lowest, highest } = RENEWAL_SECONDS;
  if (!(renewBeforeSeconds >= lowest && renewBeforeSeconds <= highest)) {
    throw new Error(`renewBeforeSeconds must be ${lowest} to ${highest}, but was ${renewBeforeSeconds}. Choose a number in this range.`);
  }
  const clients = new LRUCache<string, { client: Client }>({ max: maxClients });
  return (id: string): Client => {
    requireIdentifier(ID_OF_TAG[scope.tag], id);
    let entry = clients.get(id);
    if (entry === undefined) {
      entry = { client: createClient(scopedCredentials(stsClients, scope, id, renewBeforeSeconds)) };
      clients.set(id, entry);
    }
    return entry.client;
  };
}

/** Credentials that are requested on first use, and again shortly before they expire. If that fails, they are used until a minute before. */
function scopedCredentials(
  clients: readonly AssumesRoles[], { tag, roleArn }: Scope, id: string, renewBeforeSeconds: number,
): () => Promise<ScopedCredentials> {
  let current: ScopedCredentials | undefined;
  return memoize(
    async () => {
      try {
        current = await requestCredentials();
      } catch (error) {
        // The session is still valid, so a request does not have to fail because STS is throttled or cannot be reached.
        if (!isPassing(error) || current === undefined || timeLeft(current) < LAST_USE_MS) throw error;
      }
      return current;
    },
    (credentials) => timeLeft(credentials) < renewBeforeSeconds * 1000,
    () => true,
  );

  async function requestCredentials(): Promise<ScopedCredentials> {
    const { Credentials } = await assumeRole(clients, {
      RoleArn: roleArn,
      RoleSessionName: sessionName(id),
      DurationSeconds: SESSION_SECONDS,
      Tags: [{ Key: tag, Value: id }],
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
      throw new Error('The response of STS must have credentials with an expiration, but has none.');
    }
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration };
  }
}

function timeLeft({ expiration }: ScopedCredentials): number {
  return expiration.getTime() - Date.now();
}

/** Whether a call failed because STS throttles or cannot be reached. */
function isPassing(error: unknown): boolean {
  return isThrottling(error as SdkError) || isOutage(error as SdkError);
}

/**
 * Asks the clients one after another while STS throttles calls or cannot be reached. After another error of the first client, no other is asked,
 * because its response would be the same. Errors of the others are left out, because the first error is what to act on: a policy may forbid
 * another Region, or its endpoint may be switched off.
 */
async function assumeRole([first, ...others]: readonly AssumesRoles[], input: AssumeRoleInput): Promise<AssumeRoleOutput> {
  const lastStart = performance.now() + LAST_START_MS;
  try {
    return await first.assumeRole(input);
  } catch (error) {
    if (!isPassing(error)) throw error;
    for (const client of others) {
      // All instances are throttled at the same time, and must not ask the next endpoint at the same time.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
      if (performance.now() > lastStart) break;
      try {
        return await client.assumeRole(input);
      } catch {
        continue;
      }
    }
    throw error;
  }
}

/**
 * Whether an error means that a quota is used up. STS responds with the code `Throttling`; the SDK also classifies errors itself. Its functions
 * for that would double the size of this module.
 */
function isThrottling({ name = '', $metadata, $retryable }: SdkError): boolean {
  return /^(Throttl|RequestThrottled|TooManyRequests|RequestLimitExceeded)/.test(name) || $metadata?.httpStatusCode === 429 || $retryable?.throttling === true;
}

/** Whether an error means that the service does not work, or cannot be reached. */
function isOutage({ name, code, $metadata }: SdkError): boolean {
  return name === 'TimeoutError' || NETWORK_CODES.includes(code) || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/**
 * Returns the name of a session, which shows the tenant or user in CloudTrail. A session name has 2 to 64 characters and no colon. Every
 * tenant id is a valid session name.
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
