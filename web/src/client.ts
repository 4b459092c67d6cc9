import ky, { HTTPError, type KyInstance } from 'ky';
import { NetworkError, TenancyApiError } from './errors';
import { retryAfterMs } from './retry-after';
import { withTimeLimit } from './time-limit';
import type { ProblemDocument, RenameTenantBody, TenantRepresentation, TenantsOfUser } from '../../src/contract/api';
import { type IdentifierFormat, isIdentifier, TENANT_ID, USER_ID } from '../../src/contract/identifiers';
import { TENANT_API_ROUTE } from '../../src/contract/routes';

/** Longer than API Gateway waits for a function. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** Longer waits than this are for people to decide on. */
const LONGEST_RETRY_AFTER_MS = 10_000;

/** Of failures that may be over in a moment. */
const REPEATED_STATUSES = [429, 500, 502, 503, 504];

export interface TenancyClientProps {
  /** `ApiUrl` of the stack's outputs. */
  readonly apiUrl: string;
  /** Gives the token for a request. What it throws is what the request throws. */
  readonly token: () => Promise<string>;
  /**
   * Gives a new token, for a request that the API has refused with status 401, which is then repeated once. Such a request, a
   * change too, has not been carried out: its token ran out on the way, or the clocks disagree.
   *
   * @default - a request that is refused is not repeated
   */
  readonly refreshToken?: () => Promise<string>;
  /**
   * How long a call may take in milliseconds, from asking for the token to the last byte of the answer, repetitions and waits
   * included. Then it throws a {@link NetworkError}.
   *
   * @default 30000
   */
  readonly timeoutMs?: number;
}

export interface RequestOptions {
  /** Aborts the request, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface RenameOptions extends RequestOptions {
  /** The entity tag that came with the tenant as the person knows it; without it, the last one to write wins. */
  readonly etag?: string;
}

/** A tenant, and the tag of its version, which a change has to name. */
export interface TaggedTenant extends TenantRepresentation {
  /** Absent when the API, or something in between, does not expose it. */
  readonly etag?: string;
}

/**
 * The web-app API. Reads are repeated when the network or the server fails for a moment; a change is sent once, unless it was
 * refused for its token.
 * Every method throws a RangeError for what cannot be an id, {@link TenancyApiError} for an answer that is no success, and {@link NetworkError} when there is none.
 */
export interface TenancyClient {
  getTenant(tenantId: string, options?: RequestOptions): Promise<TaggedTenant>;
  renameTenant(tenantId: string, name: string, options?: RenameOptions): Promise<TaggedTenant>;
  listTenants(userId: string, options?: RequestOptions): Promise<TenantsOfUser>;
}

export function createTenancyClient(props: TenancyClientProps): TenancyClient {
  const { apiUrl, token, refreshToken, timeoutMs = DEFAULT_TIMEOUT_MS } = props;
  const api = ky.create({
    prefixUrl: apiUrl,
    // ky limits each attempt, and only until its headers are there.
    timeout: false,
    cache: 'no-store',
    fetch: answeredFetch,
    retry: { limit: 2, methods: ['get'], statusCodes: REPEATED_STATUSES, afterStatusCodes: REPEATED_STATUSES },
  });

  async function send<T>(signal: AbortSignal | undefined, request: (authorized: KyInstance) => Promise<T>): Promise<T> {
    const end = Date.now() + timeoutMs;
    // Who is told to wait for longer would ask too early, and be refused again.
    const shouldRetry = ({ error }: { error: Error }) => (
      error instanceof HTTPError && retryAfterMs(error.response) > Math.min(LONGEST_RETRY_AFTER_MS, end - Date.now()) ? false : undefined
    );
    return withTimeLimit(timeoutMs, signal, async (limited) => {
      const attempt = async (bearer: string) => {
        try {
          return await request(api.extend({ signal: limited, headers: { authorization: `Bearer ${bearer}` }, retry: { shouldRetry } }));
        } catch (error) {
          throw await typedError(error);
        }
      };
      try {
        return await attempt(await token());
      } catch (error) {
        if (refreshToken === undefined || !(error instanceof TenancyApiError && error.kind === 'signIn')) throw error;
        limited.throwIfAborted();
        return attempt(await refreshToken());
      }
    });
  }

  return {
    getTenant: async (tenantId, { signal } = {}) => send(signal, async (authorized) => {
      return taggedTenant(await authorized.get(pathOf(TENANT_API_ROUTE.getTenant.path, 'tenantId', TENANT_ID, tenantId)));
    }),
    renameTenant: async (tenantId, name, { signal, etag } = {}) => send(signal, async (authorized) => {
      const body: RenameTenantBody = { name };
      return taggedTenant(await authorized.put(pathOf(TENANT_API_ROUTE.renameTenant.path, 'tenantId', TENANT_ID, tenantId), {
        json: body,
        headers: { 'if-match': etag },
      }));
    }),
    listTenants: async (userId, { signal } = {}) => send(signal, async (authorized) => {
      return jsonOf<TenantsOfUser>(await authorized.get(pathOf(TENANT_API_ROUTE.listTenantsOfUser.path, 'userId', USER_ID, userId)));
    }),
  };
}

/** `fetch` rejects with a TypeError, which could be anything, when there is no answer. */
async function answeredFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await fetch(...request);
  } catch (error) {
    throw isAbort(error) ? error : new NetworkError({ cause: error });
  }
}

function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}

async function typedError(error: unknown): Promise<unknown> {
  return error instanceof HTTPError ? new TenancyApiError(error.response.status, await problemOf(error.response)) : error;
}

async function problemOf(response: Response): Promise<ProblemDocument | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === 'object' && body !== null && 'detail' in body ? body as ProblemDocument : undefined;
}

async function taggedTenant(response: Response): Promise<TaggedTenant> {
  const etag = response.headers.get('etag');
  return { ...await jsonOf<TenantRepresentation>(response), ...(etag !== null && { etag }) };
}

/** Half an answer, or one of something in between, is none. */
async function jsonOf<T>(response: Response): Promise<T> {
  try {
    return await response.json() as T;
  } catch (error) {
    throw new NetworkError({ cause: error });
  }
}

function pathOf(route: string, parameter: string, format: IdentifierFormat, id: string): string {
  // What an id is made of means itself in a path, and the API compares ids undecoded.
  if (!isIdentifier(format, id)) {
    throw new RangeError(`This is no ${format.label}: ${JSON.stringify(id)}.`);
  }
  return route.slice(1).replace(`{${parameter}}`, id);
}
