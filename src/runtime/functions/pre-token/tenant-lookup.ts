import { backOff } from 'exponential-backoff';
import * as z from 'zod/mini';
import { ADMIN_API_ROUTE } from '../../../contract/admin-routes';
import type { TenantIdsOfUser, TenantLookupRequest } from '../../../contract/api';
import { TENANT_STATUS } from '../../../contract/attributes';
import { TENANT_LOOKUP_MODE, type TenantLookupMode } from '../../../contract/environment';
import { isIdentifier, TENANT_ID } from '../../../contract/identifiers';
import { isTenantRole } from '../../../contract/roles';
import { createSignedHttp, type SignedHttpRequest, type SignedHttpResponse } from '../../aws/signed-http';

export interface TenantLookupProps {
  readonly mode: TenantLookupMode;
  /** URL of the admin API's stage, with or without a slash at the end; for `direct`, the URL that invokes the look-up function. */
  readonly url: string;
  readonly region: string;
}

/** @param deadline Latest end of the lookup, in milliseconds since the epoch. */
export type LookUpTenants = (userId: string, deadline: number) => Promise<TenantIdsOfUser>;

/** Longest pause before the second try, in milliseconds. */
const PAUSE = 100;

/** Time that must be left for a second try, in milliseconds. It is several times the usual time of a lookup with a new connection. */
const TIME_OF_TRY = 400;

const TENANT_ID_TEXT = z.string().check(z.refine((value) => isIdentifier(TENANT_ID, value)));

const RESPONSE: z.ZodMiniType<TenantIdsOfUser> = z.object({
  tenants: z.array(TENANT_ID_TEXT),
  readOnlyTenant: z.optional(TENANT_ID_TEXT),
  memberships: z.array(z.object({
    tenantId: TENANT_ID_TEXT,
    role: z.string().check(z.refine(isTenantRole)),
    status: z.enum(TENANT_STATUS),
  })),
  invited: z.optional(z.literal(true)),
  erased: z.optional(z.literal(true)),
  profile: z.optional(z.string()),
});

interface Target {
  /** The service that the request is signed for. */
  readonly service: string;
  /** The name of the target in errors. */
  readonly label: string;
  readonly questionOf: (url: URL, userId: string) => SignedHttpRequest;
}

const { method: GET, path: PATH } = ADMIN_API_ROUTE.listTenantsOfUser;

const TARGETS: Readonly<Record<TenantLookupMode, Target>> = {
  [TENANT_LOOKUP_MODE.adminApi]: {
    service: 'execute-api',
    label: 'The admin API',
    questionOf: ({ pathname }, userId) => ({ method: GET, path: pathname.replace(/\/$/, '') + PATH.replace('{userId}', userId), headers: {} }),
  },
  /** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
  [TENANT_LOOKUP_MODE.direct]: {
    service: 'lambda',
    label: 'The look-up function',
    questionOf: ({ pathname }, userId) => {
      const body = JSON.stringify({ userId } satisfies TenantLookupRequest);
      const headers = {
        'content-length': String(Buffer.byteLength(body)), 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse',
      };
      return { method: 'POST', path: pathname, headers, body };
    },
  },
};

/** The header of Lambda's response if the function failed. The status is 200 all the same. */
const FUNCTION_ERROR_HEADER = 'x-amz-function-error';

/**
 * Creates the function that looks up the tenants of a user. The requests are signed with the credentials of this function.
 *
 * After a connection error, a 429, a 5xx or an error of the look-up function, it tries once more if enough time is left. It does not cut a
 * slow first try short for a second one, because the function that answers may be starting, and a second request would start another instance.
 */
export function createTenantLookup({ mode, url, region }: TenantLookupProps): LookUpTenants {
  const target = new URL(url);
  const { service, label, questionOf } = TARGETS[mode];
  const send = createSignedHttp({ service, region, url: target });

  return async (userId, deadline) => {
    const { statusCode, body } = await backOff(async () => ask(userId, deadline), {
      numOfAttempts: 2,
      startingDelay: PAUSE,
      jitter: 'full',
      retry: () => deadline - Date.now() > PAUSE + TIME_OF_TRY,
    });
    if (statusCode !== 200) throw statusError(statusCode);
    return RESPONSE.parse(parseJson(body));
  };

  /** @throws for failures that another try can resolve: connection errors, 429, 5xx, and errors of the look-up function */
  async function ask(userId: string, deadline: number): Promise<SignedHttpResponse> {
    const question = questionOf(target, userId);
    const response = await send({ ...question, headers: { ...question.headers, ...trace() } }, deadline);
    const { statusCode, headers } = response;
    if (statusCode === 429 || statusCode >= 500) throw statusError(statusCode);
    if (headers[FUNCTION_ERROR_HEADER] !== undefined) throw new Error(`${label} failed.`);
    return response;
  }

  function statusError(statusCode: number): Error {
    return new Error(`${label} responded with ${statusCode}.`);
  }

  function parseJson(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch {
      // The parser's error is not passed on, because it quotes the response.
      throw new Error(`${label} must respond with JSON, but did not.`);
    }
  }
}

/**
 * Returns the header that makes the call a part of this invocation's trace. It is not signed, because services on the way can change it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
function trace(): Record<string, string> {
  const { _X_AMZN_TRACE_ID: id } = process.env;
  return id === undefined ? {} : { 'x-amzn-trace-id': id };
}
