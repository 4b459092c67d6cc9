import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@aws-crypto/sha256-js';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { backOff } from 'exponential-backoff';
import * as z from 'zod/mini';
import { ADMIN_API_ROUTE } from '../../../contract/admin-routes';
import type { TenantIdsOfUser } from '../../../contract/api';
import { TENANT_STATUS } from '../../../contract/attributes';
import { isIdentifier, TENANT_ID } from '../../../contract/identifiers';
import { isTenantRole } from '../../../contract/roles';
import { abortAt } from '../../aws/trigger-deadline';

export interface TenantLookupProps {
  /** URL of the admin API's stage, with or without a slash at the end. */
  readonly adminApiUrl: string;
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
  memberships: z.array(z.object({
    tenantId: TENANT_ID_TEXT,
    role: z.string().check(z.refine(isTenantRole)),
    status: z.enum(TENANT_STATUS),
  })),
  invited: z.optional(z.literal(true)),
  profile: z.optional(z.string()),
});

interface HttpResponse {
  readonly statusCode: number;
  readonly body: string;
}

/**
 * Creates the function that requests the tenants of a user from the admin API. The requests are signed with the credentials of this
 * function.
 *
 * After a connection error, a 429 or a 5xx, it tries once more if enough time is left. It does not cut a slow first try short for a
 * second one, because the function of the API may be starting, and a second request would start another instance.
 */
export function createTenantLookup({ adminApiUrl, region }: TenantLookupProps): LookUpTenants {
  const stage = new URL(adminApiUrl);
  const { method, path } = ADMIN_API_ROUTE.listTenantsOfUser;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: fromEnv(), sha256: Sha256 });
  const http = new NodeHttpHandler({ connectionTimeout: 1_000 });

  return async (userId, deadline) => {
    const { statusCode, body } = await backOff(async () => ask(userId, deadline), {
      numOfAttempts: 2,
      startingDelay: PAUSE,
      jitter: 'full',
      retry: () => deadline - Date.now() > PAUSE + TIME_OF_TRY,
    });
    if (statusCode !== 200) throw new StatusError(statusCode);
    return RESPONSE.parse(parseJson(body));
  };

  /** @throws for failures that another try can resolve: connection errors, 429 and 5xx */
  async function ask(userId: string, deadline: number): Promise<HttpResponse> {
    // The signal covers connection, headers and body, so the lookup ends in time if one of them stalls.
    const abortSignal = abortAt(deadline);
    const request = await signer.sign(new HttpRequest({
      method,
      protocol: stage.protocol,
      hostname: stage.hostname,
      port: stage.port === '' ? undefined : Number(stage.port),
      path: stage.pathname.replace(/\/$/, '') + path.replace('{userId}', userId),
      headers: { host: stage.host, ...trace() },
    }));

    const { response: { statusCode, body } } = await http.handle(request as HttpRequest, { abortSignal });
    const received = { statusCode, body: await text(body as Readable) };
    if (statusCode === 429 || statusCode >= 500) throw new StatusError(statusCode);
    return received;
  }
}

class StatusError extends Error {
  constructor(statusCode: number) {
    super(`The admin API responded with ${statusCode}.`);
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

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's error is not passed on, because it quotes the response.
    throw new Error('The response of the admin API is not JSON.');
  }
}
