import { backOff } from 'exponential-backoff';
import { TENANT_ATTRIBUTE, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE, userRecordKey } from '../../../contract/attributes';
import type { AuthorizerContext } from '../../../contract/authorizer-context';
import { RIGHTS_ATTRIBUTES } from '../../../contract/freshness';
import { projectionOf } from '../../aws/projection';
import { createSignedHttp } from '../../aws/signed-http';

/** An item as DynamoDB sends it: each value with its type. */
export type Row = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** The rows that decide what a caller may do. A row that does not exist is absent. */
export interface CallerRows {
  /** The user's own record. */
  readonly record?: Row;
  /** The membership in the tenant of the token. */
  readonly membership?: Row;
  /** The tenant of the token. */
  readonly tenant?: Row;
}

export type ReadCallerRows = (caller: Pick<AuthorizerContext, 'userId' | 'tenantId'>) => Promise<CallerRows>;

export interface CallerRowsProps {
  readonly region: string;
  readonly tenantsTableName: string;
  readonly usersTableName: string;
  /** Whether the record has the key that seals the client details of the user. */
  readonly readsSealingKey: boolean;
}

/** All attempts together end within 4 seconds. A user waits for them. */
const ATTEMPTS = 3;
const ATTEMPT_MS = 1_000;
const PAUSE_MS = 50;

/**
 * Creates the function that reads the rows of a caller in one consistent `BatchGetItem`. It is a single signed request, because loading a client of
 * the SDK would take several times as long as everything else in the authorizer.
 *
 * @throws an error if the rows could not all be read
 */
export function createCallerRowsReader({ region, tenantsTableName, usersTableName, readsSealingKey }: CallerRowsProps): ReadCallerRows {
  const send = createSignedHttp({ service: 'dynamodb', region, url: endpointOf(region) });
  const attributes = RIGHTS_ATTRIBUTES.users.filter((attribute) => readsSealingKey || attribute !== USER_RECORD_ATTRIBUTE.sealingKey);
  const [ofUsers, ofTenants] = [projectionOf(attributes), projectionOf(RIGHTS_ATTRIBUTES.tenants)];

  return async ({ userId, tenantId }) => {
    const recordKey = userRecordKey(userId);
    const body = JSON.stringify({
      RequestItems: {
        [usersTableName]: {
          ...ofUsers,
          Keys: [userKey(recordKey, recordKey), ...tenantId === undefined ? [] : [userKey(tenantId, userId)]],
        },
        ...tenantId !== undefined && { [tenantsTableName]: { ...ofTenants, Keys: [{ [TENANT_ATTRIBUTE.tenantId]: { S: tenantId } }] } },
      },
    });
    const { [usersTableName]: users = [], [tenantsTableName]: tenants = [] } = await backOff(async () => read(body), {
      numOfAttempts: ATTEMPTS, startingDelay: PAUSE_MS, jitter: 'full',
    });
    const [record, membership] = [recordKey, tenantId].map((key) => users.find((row) => row[USER_ATTRIBUTE.tenantId]?.S === key));
    return { record, membership, tenant: tenants[0] };
  };

  async function read(body: string): Promise<Partial<Record<string, readonly Row[]>>> {
    const { statusCode, body: answer } = await send({
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
      },
      body,
    }, Date.now() + ATTEMPT_MS);
    if (statusCode !== 200) throw new Error(`DynamoDB responded with ${statusCode}.`);
    const { Responses, UnprocessedKeys } = JSON.parse(answer) as BatchGetItemOutput;
    // All rows are read again, so that they belong to the same moment.
    if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error('DynamoDB left keys unread.');
    return Responses;
  }
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
interface BatchGetItemOutput {
  readonly Responses: Readonly<Record<string, readonly Row[]>>;
  readonly UnprocessedKeys?: object;
}

/** The two variables are those of the SDKs. */
function endpointOf(region: string): URL {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL } = process.env;
  return new URL(AWS_ENDPOINT_URL_DYNAMODB ?? AWS_ENDPOINT_URL ?? `https://dynamodb.${region}.amazonaws.com`);
}

function userKey(tenantId: string, userId: string) {
  return { [USER_ATTRIBUTE.tenantId]: { S: tenantId }, [USER_ATTRIBUTE.userId]: { S: userId } };
}
