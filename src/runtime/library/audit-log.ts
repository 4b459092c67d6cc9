import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { requireIdentifier } from './require-identifier';
import type { ScopedCredentials } from './scoped-clients';
import type { AuditChange, AuditTarget, RecordAuditBody } from '../../contract/audit';
import type { AuditUrlEnvironment } from '../../contract/environment';
import { TENANT_ID } from '../../contract/identifiers';

export interface AuditLogProps {
  /** Credentials of the tenant, which `perTenant` passes to `createClient`. */
  readonly credentials: () => Promise<Pick<ScopedCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>>;

  /**
   * URL of the admin API, with a slash at its end.
   *
   * @default - the value of the environment variable TENANCY_ADMIN_API_URL
   */
  readonly url?: string;

  /**
   * Region of the admin API.
   *
   * @default - the value of the environment variable AWS_REGION, which Lambda, ECS and CodeBuild set
   */
  readonly region?: string;
}

/** The tenant and the person of a record. `tenantOf` returns both for a request. */
export interface AuditCaller {
  readonly tenantId: string;
  /** By default, the role that sends the request is recorded as the actor. */
  readonly userId?: string;
}

/** An action of the application. Use ids in it, and no personal data. */
export interface AuditEntry {
  /** Two to four words of your application, such as `report.downloaded`. They cannot begin with `tenant`, `member` or `invitation`. */
  readonly action: string;
  /** At most 10. */
  readonly targets?: readonly AuditTarget[];
  /** At most 20. */
  readonly changes?: readonly AuditChange[];
}

/** Adds records to the audit log of tenants. */
export interface AuditLog {
  /**
   * Adds a record. Its time is the time of the request. A call that is repeated adds another record.
   *
   * @param caller The tenant of the credentials, and the user on whose behalf your code acts.
   * @throws Error if the record was not added: the entry is invalid, or the API could not be reached within three seconds
   */
  record(caller: AuditCaller, entry: AuditEntry): Promise<void>;
}

/** A user waits for the record. */
const TIME_LIMIT_MS = 3_000;

/**
 * Creates a client that adds records of your application to the audit log of one tenant. Pass it to `perTenant` as `createClient`; the tenant role
 * needs `grantRecordAuditPerTenant` of the admin API. IAM denies records for any other tenant.
 *
 * @throws Error if a URL or Region is neither passed nor in the environment
 */
export function createAuditLog({ credentials, url, region }: AuditLogProps): AuditLog {
  const { TENANCY_ADMIN_API_URL, AWS_REGION } = process.env as Partial<AuditUrlEnvironment & { readonly AWS_REGION: string }>;
  const api = new URL(required('TENANCY_ADMIN_API_URL', 'url', url ?? TENANCY_ADMIN_API_URL));
  const signer = new SignatureV4({
    service: 'execute-api', region: required('AWS_REGION', 'region', region ?? AWS_REGION), credentials, sha256: Sha256,
  });

  return {
    record: async ({ tenantId, userId }, { action, targets, changes }) => {
      requireIdentifier(TENANT_ID, tenantId);
      const path = `${api.pathname}tenant/${tenantId}/audit`;
      const record: RecordAuditBody = { action, targets, changes, ...userId !== undefined && { actor: { type: 'user', id: userId } } };
      const body = JSON.stringify(record);
      const { protocol, hostname, host } = api;
      const { headers: { host: _, ...headers } } = await signer.sign({
        method: 'POST', protocol, hostname, path, headers: { host, 'content-type': 'application/json' }, body,
      });
      const response = await fetch(new URL(path, api), { method: 'POST', headers, body, signal: AbortSignal.timeout(TIME_LIMIT_MS) });
      if (response.status !== 201) {
        throw new Error(`The audit log must accept the record, but responded with ${response.status}: ${await response.text()}`);
      }
    },
  };
}

/** SHA-256 of Node.js, as the signer needs it. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }

  update(data: string | Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('The signer creates a new hash for each text.');
  }
}

function required(variable: string, prop: string, value: string | undefined): string {
  if (!value) {
    throw new Error(`${variable} must be in the environment, but is not set. Set it on the function, or pass ${prop}.`);
  }
  return value;
}
