import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@aws-crypto/sha256-js';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod/mini';
import { ADMIN_API_ROUTE } from '../../contract/admin-routes';
import type { TenantIdsOfUser } from '../../contract/api';
import { TENANT_STATUS } from '../../contract/attributes';
import { isIdentifier, TENANT_ID } from '../../contract/identifiers';
import { isTenantRole } from '../../contract/roles';

export interface TenantLookupProps {
  /** URL of the admin API's stage, with or without a slash at the end. */
  readonly adminApiUrl: string;
  readonly region: string;
  /** How long all of a lookup may take, in milliseconds. */
  readonly timeout: number;
}

export type LookUpTenants = (userId: string) => Promise<TenantIdsOfUser>;

const TENANT_ID_TEXT = z.string().check(z.refine((value) => isIdentifier(TENANT_ID, value)));

const ANSWER: z.ZodMiniType<TenantIdsOfUser> = z.object({
  tenants: z.array(TENANT_ID_TEXT),
  memberships: z.array(z.object({
    tenantId: TENANT_ID_TEXT,
    role: z.string().check(z.refine(isTenantRole)),
    status: z.enum(TENANT_STATUS),
  })),
  invited: z.optional(z.literal(true)),
});

/** Makes the function that asks the admin API for the tenants of a user, signed with the credentials of this function. */
export function createTenantLookup({ adminApiUrl, region, timeout }: TenantLookupProps): LookUpTenants {
  const stage = new URL(adminApiUrl);
  const { method, path } = ADMIN_API_ROUTE.listTenantsOfUser;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: fromEnv(), sha256: Sha256 });
  const http = new NodeHttpHandler({ connectionTimeout: 1_000 });

  return async (userId) => {
    // It holds for connection, headers and body: whichever of them stalls, the lookup ends in time.
    const abortSignal = AbortSignal.timeout(timeout);
    const request = await signer.sign(new HttpRequest({
      method,
      protocol: stage.protocol,
      hostname: stage.hostname,
      port: stage.port === '' ? undefined : Number(stage.port),
      path: stage.pathname.replace(/\/$/, '') + path.replace('{userId}', userId),
      headers: { host: stage.host, ...trace() },
    }));

    const { response } = await http.handle(request as HttpRequest, { abortSignal });
    const body: Readable = response.body;
    if (response.statusCode !== 200) {
      body.destroy();
      throw new Error(`The admin API answered ${response.statusCode}.`);
    }
    return ANSWER.parse(parseJson(await text(body)));
  };
}

/**
 * Makes the call a part of the trace of this invocation, where there is one. No part of the signature: services on the way may change it.
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
    // The error of the parser quotes what it has read.
    throw new Error('The answer of the admin API is not JSON.');
  }
}
