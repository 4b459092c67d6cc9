import ky, { HTTPError, type KyInstance } from 'ky';
import { NetworkError, TenancyApiError } from './errors';
import { membershipOfToken } from './membership-of-token';
import { retryAfterMs } from './retry-after';
import { withTimeLimit } from './time-limit';
import type {
  AcceptedInvitation, ChangeRoleBody, CloseTenantBody, CreateInvitationBody, CreateTenantBody, ExportRepresentation, InvitationCodeBody,
  InvitationPage, InvitationPreview, IssuedInvitation, MemberPage, MemberRepresentation, PageQuery, ProblemDocument, RenameTenantBody,
  RequestedExport, SwitchTenantBody, TenantRepresentation, TenantsOfUser,
} from '../../src/contract/api';
import type { AuditPage, AuditQuery } from '../../src/contract/audit';
import { EXPORT_ID, type IdentifierFormat, INVITATION_ID, isIdentifier, TENANT_ID, USER_ID } from '../../src/contract/identifiers';
import type { TenantRole } from '../../src/contract/roles';
import {
  ACCOUNT_ROUTE, ADDITIONAL_TENANTS_ROUTE, AUDIT_ROUTE, CLOSURE_ROUTE, EXPORT_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route,
  SESSIONS_ROUTE, TENANT_API_ROUTE,
} from '../../src/contract/routes';

/** Longer than API Gateway's own time limit for a function. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** The longest `Retry-After` that the client waits for. After a longer one, the caller decides. */
const LONGEST_RETRY_AFTER_MS = 10_000;

/** Statuses of failures that can be temporary. */
const REPEATED_STATUSES = [429, 500, 502, 503, 504];

export interface TenancyClientProps {
  /** `ApiUrl` of the stack's outputs. */
  readonly apiUrl: string;
  /** Returns the token for a request. If it throws, the request throws the same error. */
  readonly token: () => Promise<string>;
  /**
   * Returns a new token after the API has refused a request with status 401. The request is then sent once more. This is safe for
   * changes too, because the API did not process the refused request: its token had just expired, or the clocks differ. It is not
   * called for a refusal of the kind `signInAgain`, because only a sign-in helps then.
   *
   * @default - a refused request is not repeated
   */
  readonly refreshToken?: () => Promise<string>;
  /**
   * The time limit of a call in milliseconds, including getting the token, retries, waits, and reading the response. After that time,
   * the call throws a {@link NetworkError}.
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
  /** The entity tag of the version that the person has seen. Without it, the last write wins. */
  readonly etag?: string;
}

export interface CreateTenantOptions extends RequestOptions {
  /**
   * Makes the request idempotent: however often a key is sent, only one tenant is created. 16 to 128 visible ASCII characters, such as
   * the result of `crypto.randomUUID()`.
   */
  readonly idempotencyKey: string;
}

export interface PageOptions extends RequestOptions, PageQuery {}

/** A filter, and a page of its records. */
export interface AuditOptions extends PageOptions, AuditQuery {}

/** A tenant, and the entity tag of its version, for a rename. */
export interface TaggedTenant extends TenantRepresentation {
  /** Absent if the API, or a proxy in front of it, does not expose the header. */
  readonly etag?: string;
}

/**
 * The web-app API. Reads, the creation of a tenant and the request of an export are retried after temporary failures of the network or the
 * server. Other changes are sent once, unless the API refused the token.
 *
 * Every method throws a RangeError for an invalid id, a {@link TenancyApiError} for an error response, and a {@link NetworkError}
 * without a response.
 */
export interface TenancyClient {
  getTenant(tenantId: string, options?: RequestOptions): Promise<TaggedTenant>;
  renameTenant(tenantId: string, name: string, options?: RenameOptions): Promise<TaggedTenant>;
  listTenants(userId: string, options?: RequestOptions): Promise<TenantsOfUser>;
  /** Creates another tenant, with the user as its admin. It becomes the user's active tenant: the next token carries it. */
  createTenant(userId: string, name: string, options: CreateTenantOptions): Promise<TaggedTenant>;
  /** Makes a tenant the user's active tenant: the next token carries it. */
  switchTenant(userId: string, tenantId: string, options?: RequestOptions): Promise<void>;
  /**
   * Closes a tenant: it is deleted at `deleteAt` of the response. From now on, nobody can change it, and new tokens do not carry it. `name` must
   * be the tenant's current name. Fails with `signInAgain` if the user's last sign-in was more than ten minutes ago.
   */
  closeTenant(tenantId: string, closure: CloseTenantBody, options?: RequestOptions): Promise<TaggedTenant>;
  /** Restores a closing tenant, for the user that the token belongs to. */
  restoreTenant(tenantId: string, options?: RequestOptions): Promise<TaggedTenant>;
  /**
   * Exports the data of a tenant. All requests in a period of ten minutes result in one export, unless it fails. Fails with `signInAgain` if the user's last sign-in was
   * more than ten minutes ago.
   */
  requestExport(tenantId: string, options?: RequestOptions): Promise<RequestedExport>;
  /** Returns the status of an export. When it has succeeded, this includes links to its manifest and to a page of its files. */
  describeExport(tenantId: string, exportId: string, options?: PageOptions): Promise<ExportRepresentation>;
  /**
   * Deletes the account of the user that the token belongs to. The user leaves all tenants, and tenants without other members are closed. Fails with
   * `signInAgain` if the last sign-in was more than ten minutes ago. Fails with `refused` and the code `onlyAdmin` if tenants with other members would
   * have no admin: `problem.tenants` lists them. The call can be repeated after any failure.
   */
  deleteAccount(options?: RequestOptions): Promise<void>;
  /** Ends all sessions of the user that the token belongs to, on all devices, also this one. */
  signOutEverywhere(options?: RequestOptions): Promise<void>;

  listMembers(tenantId: string, options?: PageOptions): Promise<MemberPage>;
  changeRole(tenantId: string, userId: string, role: TenantRole, options?: RequestOptions): Promise<MemberRepresentation>;
  removeMember(tenantId: string, userId: string, options?: RequestOptions): Promise<void>;
  /** Ends all sessions of a member, on all devices. They can sign in again. */
  signOutMember(tenantId: string, userId: string, options?: RequestOptions): Promise<void>;
  /** Ends the membership of the user that the token belongs to. */
  leaveTenant(tenantId: string, options?: RequestOptions): Promise<void>;

  listInvitations(tenantId: string, options?: PageOptions): Promise<InvitationPage>;
  /** Invites a person. If no email is sent, only this response contains the code. */
  createInvitation(tenantId: string, invitation: CreateInvitationBody, options?: RequestOptions): Promise<IssuedInvitation>;
  /** Creates a new code with a new expiry. The previous code is no longer valid. */
  resendInvitation(tenantId: string, invitationId: string, options?: RequestOptions): Promise<IssuedInvitation>;
  revokeInvitation(tenantId: string, invitationId: string, options?: RequestOptions): Promise<void>;

  /**
   * Returns a page of the audit log, newest first, for admins and members with the role `auditor`. Records contain ids; `people` says who the users
   * are now. A page can be empty although there are more: `nextCursor` is absent on the last one.
   */
  listAuditRecords(tenantId: string, options?: AuditOptions): Promise<AuditPage>;

  previewInvitation(userId: string, code: string, options?: RequestOptions): Promise<InvitationPreview>;
  /** Makes the user a member. The tenant becomes the user's active tenant: the next token carries it. */
  acceptInvitation(userId: string, code: string, options?: RequestOptions): Promise<AcceptedInvitation>;
  declineInvitation(userId: string, code: string, options?: RequestOptions): Promise<void>;
}

/** The values for the parameters in the path of a route. */
type PathParameters = Readonly<Partial<Record<'tenantId' | 'userId' | 'invitationId' | 'exportId', string>>>;

const ID_FORMAT: Readonly<Record<keyof PathParameters, IdentifierFormat>> = {
  tenantId: TENANT_ID, userId: USER_ID, invitationId: INVITATION_ID, exportId: EXPORT_ID,
};

interface ApiRequest extends RequestOptions {
  readonly body?: object;
  readonly query?: PageQuery & AuditQuery;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Whether the request is safe to repeat, even if the API has already processed it. */
  readonly isRepeatable?: boolean;
}

export function createTenancyClient(props: TenancyClientProps): TenancyClient {
  const { apiUrl, token, refreshToken, timeoutMs = DEFAULT_TIMEOUT_MS } = props;
  const api = ky.create({
    prefixUrl: apiUrl,
    // ky's timeout is for each attempt, and ends when the headers arrive. `withTimeLimit` is for the whole call.
    timeout: false,
    cache: 'no-store',
    fetch: answeredFetch,
    retry: { limit: 2, methods: ['get'], statusCodes: REPEATED_STATUSES, afterStatusCodes: REPEATED_STATUSES },
  });

  async function send<T>(signal: AbortSignal | undefined, request: (authorized: KyInstance, bearer: string) => Promise<T>): Promise<T> {
    const end = Date.now() + timeoutMs;
    // A longer `Retry-After` is not waited for: a shorter wait would only be refused again.
    const shouldRetry = ({ error }: { error: Error }) => (
      error instanceof HTTPError && retryAfterMs(error.response) > Math.min(LONGEST_RETRY_AFTER_MS, end - Date.now()) ? false : undefined
    );
    return withTimeLimit(timeoutMs, signal, async (limited) => {
      const attempt = async (bearer: string) => {
        try {
          return await request(api.extend({ signal: limited, headers: { authorization: `Bearer ${bearer}` }, retry: { shouldRetry } }), bearer);
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

  async function call<T>(
    route: Route,
    parameters: PathParameters | ((bearer: string) => PathParameters),
    read: (response: Response) => Promise<T>,
    request: ApiRequest = {},
  ): Promise<T> {
    const { signal, body, query, headers, isRepeatable = false } = request;
    const method = route.method.toLowerCase();
    const pathFor = (bearer: string) => pathOf(route.path, typeof parameters === 'function' ? parameters(bearer) : parameters);
    return send(signal, async (authorized, bearer) => read(await authorized(pathFor(bearer), {
      method,
      ...(headers !== undefined && { headers }),
      ...(body !== undefined && { json: body }),
      ...(query !== undefined && { searchParams: searchParamsOf(query) }),
      ...(isRepeatable && { retry: { methods: [method] } }),
    })));
  }

  return {
    getTenant: async (tenantId, { signal } = {}) => call(TENANT_API_ROUTE.getTenant, { tenantId }, taggedTenant, { signal }),
    renameTenant: async (tenantId, name, { signal, etag } = {}) => {
      const body: RenameTenantBody = { name };
      return call(TENANT_API_ROUTE.renameTenant, { tenantId }, taggedTenant, { signal, body, headers: { 'if-match': etag } });
    },
    listTenants: async (userId, { signal } = {}) => call(TENANT_API_ROUTE.listTenantsOfUser, { userId }, jsonOf<TenantsOfUser>, { signal }),
    createTenant: async (userId, name, { signal, idempotencyKey }) => {
      const body: CreateTenantBody = { name };
      const headers = { 'idempotency-key': idempotencyKey };
      return call(ADDITIONAL_TENANTS_ROUTE.createTenant, { userId }, taggedTenant, { signal, body, headers, isRepeatable: true });
    },
    switchTenant: async (userId, tenantId, { signal } = {}) => {
      const body: SwitchTenantBody = { tenantId };
      return call(TENANT_API_ROUTE.switchTenant, { userId }, nothing, { signal, body });
    },
    closeTenant: async (tenantId, closure, { signal } = {}) => {
      return call(CLOSURE_ROUTE.closeTenant, { tenantId }, taggedTenant, { signal, body: closure });
    },
    restoreTenant: async (tenantId, { signal } = {}) => {
      const parameters = (bearer: string) => ({ userId: membershipOfToken(bearer).userId, tenantId });
      return call(CLOSURE_ROUTE.restoreTenant, parameters, taggedTenant, { signal });
    },
    requestExport: async (tenantId, { signal } = {}) => {
      return call(EXPORT_ROUTE.requestExport, { tenantId }, jsonOf<RequestedExport>, { signal, isRepeatable: true });
    },
    describeExport: async (tenantId, exportId, { signal, ...query } = {}) => {
      return call(EXPORT_ROUTE.describeExport, { tenantId, exportId }, jsonOf<ExportRepresentation>, { signal, query });
    },
    deleteAccount: async ({ signal } = {}) => {
      const parameters = (bearer: string) => ({ userId: membershipOfToken(bearer).userId });
      return call(ACCOUNT_ROUTE.deleteAccount, parameters, nothing, { signal, isRepeatable: true });
    },
    signOutEverywhere: async ({ signal } = {}) => {
      const parameters = (bearer: string) => ({ userId: membershipOfToken(bearer).userId });
      return call(SESSIONS_ROUTE.signOutEverywhere, parameters, nothing, { signal, isRepeatable: true });
    },

    listMembers: async (tenantId, { signal, ...query } = {}) => {
      return call(MEMBERS_ROUTE.listMembers, { tenantId }, jsonOf<MemberPage>, { signal, query });
    },
    changeRole: async (tenantId, userId, role, { signal } = {}) => {
      const body: ChangeRoleBody = { role };
      return call(MEMBERS_ROUTE.changeRole, { tenantId, userId }, jsonOf<MemberRepresentation>, { signal, body });
    },
    removeMember: async (tenantId, userId, { signal } = {}) => call(MEMBERS_ROUTE.removeMember, { tenantId, userId }, nothing, { signal }),
    signOutMember: async (tenantId, userId, { signal } = {}) => {
      return call(SESSIONS_ROUTE.signOutMember, { tenantId, userId }, nothing, { signal, isRepeatable: true });
    },
    leaveTenant: async (tenantId, { signal } = {}) => call(MEMBERS_ROUTE.leaveTenant, { tenantId }, nothing, { signal }),

    listInvitations: async (tenantId, { signal, ...query } = {}) => {
      return call(INVITATIONS_ROUTE.listInvitations, { tenantId }, jsonOf<InvitationPage>, { signal, query });
    },
    createInvitation: async (tenantId, invitation, { signal } = {}) => {
      return call(INVITATIONS_ROUTE.createInvitation, { tenantId }, jsonOf<IssuedInvitation>, { signal, body: invitation });
    },
    resendInvitation: async (tenantId, invitationId, { signal } = {}) => {
      return call(INVITATIONS_ROUTE.resendInvitation, { tenantId, invitationId }, jsonOf<IssuedInvitation>, { signal });
    },
    revokeInvitation: async (tenantId, invitationId, { signal } = {}) => {
      return call(INVITATIONS_ROUTE.revokeInvitation, { tenantId, invitationId }, nothing, { signal });
    },

    listAuditRecords: async (tenantId, { signal, ...query } = {}) => {
      return call(AUDIT_ROUTE.listAuditRecords, { tenantId }, jsonOf<AuditPage>, { signal, query });
    },

    previewInvitation: async (userId, code, { signal } = {}) => {
      const body: InvitationCodeBody = { code };
      return call(INVITED_ROUTE.previewInvitation, { userId }, jsonOf<InvitationPreview>, { signal, body, isRepeatable: true });
    },
    acceptInvitation: async (userId, code, { signal } = {}) => {
      const body: InvitationCodeBody = { code };
      return call(INVITED_ROUTE.acceptInvitation, { userId }, jsonOf<AcceptedInvitation>, { signal, body });
    },
    declineInvitation: async (userId, code, { signal } = {}) => {
      const body: InvitationCodeBody = { code };
      return call(INVITED_ROUTE.declineInvitation, { userId }, nothing, { signal, body });
    },
  };
}

/** Replaces the TypeError that `fetch` throws without a response. A TypeError could also have other causes. */
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

/** Reads the body. An incomplete body, or one that is not JSON, is treated as no response. */
async function jsonOf<T>(response: Response): Promise<T> {
  try {
    return await response.json() as T;
  } catch (error) {
    throw new NetworkError({ cause: error });
  }
}

/** For responses without a body. */
async function nothing(): Promise<void> {
  return undefined;
}

function searchParamsOf({ limit, cursor, from, to, actor, action }: PageQuery & AuditQuery): URLSearchParams {
  const entries = Object.entries({ from, to, actor, action, limit, cursor });
  return new URLSearchParams(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

function pathOf(route: string, parameters: PathParameters): string {
  return Object.entries(parameters).reduce((path, [parameter, id]) => {
    const format = ID_FORMAT[parameter as keyof PathParameters];
    // Valid ids need no encoding in a path, and the API compares ids without decoding them.
    if (!isIdentifier(format, id)) {
      throw new RangeError(`${JSON.stringify(id)} is not a valid ${format.label}.`);
    }
    return path.replace(`{${parameter}}`, id);
  }, route.slice(1));
}
