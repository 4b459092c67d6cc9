import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand, ListObjectVersionsCommand, type ListObjectVersionsCommandInput, type ListObjectVersionsCommandOutput, PutObjectCommand,
} from '@aws-sdk/client-s3';
import { BatchWriteCommand, paginateScan, PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, s3 } from './clients';
import { concurrently } from './concurrently';
import type { TenancyOutput } from './deployment';
import type { Saga } from './saga';
import type { User } from './users';
import {
  INVITATION_ATTRIBUTE, INVITATION_STATUS, type InvitationItem, MAIL_COUNT_PREFIX, TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE,
  USER_RECORD_PREFIX,
} from '../../src/contract/attributes';
import { TENANT_ROLE } from '../../src/contract/roles';

const BATCH_SIZE = 25;

const DAY_SECONDS = 24 * 60 * 60;

/** The address that is invited to a tenant. */
export function invitedAddress(tenantId: string): string {
  return `invited-to-${tenantId}@example.com`;
}

/** Adds data of an app and an invitation to a tenant: rows, objects with two versions, and an object with a delete marker. */
async function addData(outputs: Record<TenancyOutput, string>, tenantId: string, rowCount: number): Promise<void> {
  const rows = Array.from({ length: rowCount }, (_, index) => ({ owner: `TENANT#${tenantId}`, row: `row-${index}`, note: `Note of ${tenantId}` }));
  for (let start = 0; start < rows.length; start += BATCH_SIZE) {
    const requests = rows.slice(start, start + BATCH_SIZE).map((Item) => ({ PutRequest: { Item } }));
    await dynamodb.send(new BatchWriteCommand({ RequestItems: { [outputs.RowsTableName]: requests } }));
  }
  const bucket = { Bucket: outputs.FilesBucketName };
  for (const Body of ['first', 'second']) {
    await s3.send(new PutObjectCommand({ ...bucket, Key: `${tenantId}/report.txt`, Body: `${Body} version of ${tenantId}` }));
  }
  await s3.send(new PutObjectCommand({ ...bucket, Key: `${tenantId}/deleted.txt`, Body: tenantId }));
  await s3.send(new DeleteObjectCommand({ ...bucket, Key: `${tenantId}/deleted.txt` }));
  const at = new Date().toISOString();
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const invitation: InvitationItem = {
    tenantid: tenantId,
    invitationid: createHash('md5').update(tenantId).digest('hex'),
    email: invitedAddress(tenantId),
    role: TENANT_ROLE.member,
    status: INVITATION_STATUS.pending,
    codehash: createHash('sha256').update(tenantId).digest('hex'),
    createdat: at,
    updatedat: at,
    expiresat: nowSeconds + DAY_SECONDS,
    purgeat: nowSeconds + 2 * DAY_SECONDS,
  };
  const count = { [INVITATION_ATTRIBUTE.tenantId]: tenantId, [INVITATION_ATTRIBUTE.invitationId]: `${MAIL_COUNT_PREFIX}${tenantId}` };
  for (const Item of [invitation, count]) {
    await dynamodb.send(new PutCommand({ TableName: outputs.InvitationsTableName, Item }));
  }
}

/** Signs up users, and adds data to the tenant of each. @returns the ids of the tenants */
export async function signUpWithData(
  saga: Saga, outputs: Record<TenancyOutput, string>, users: readonly User[], signal: AbortSignal, rowsOf: (index: number) => number = () => 3,
): Promise<string[]> {
  for (const user of users) await saga.signUp(user);
  await saga.settled(signal);
  const ids = users.map((user) => saga.tenantIdOf(user));
  await concurrently(4, ids, async (tenantId, index) => addData(outputs, tenantId, rowsOf(index)));
  return ids;
}

/** Every row and every version of an object, as texts. */
export class Everything {
  public static async read(outputs: Record<TenancyOutput, string>): Promise<Everything> {
    const users = await scan(outputs.UsersTableName);
    const rows = [...await scan(outputs.InvitationsTableName), ...await scan(outputs.RowsTableName), ...await versionsIn(outputs.FilesBucketName)];
    return new Everything(await scan(outputs.TenantsTableName), [
      ...users.map((row) => ({ text: textOf(row), isRecord: String(row[USER_ATTRIBUTE.tenantId]).startsWith(USER_RECORD_PREFIX) })),
      ...rows.map((row) => ({ text: textOf(row), isRecord: false })),
    ]);
  }

  private constructor(
    private readonly tenants: ReadonlyArray<Record<string, unknown>>,
    private readonly others: ReadonlyArray<{ readonly text: string; readonly isRecord: boolean }>,
  ) {}

  /** The tombstone of a tenant; `undefined` for a tenant that is not deleted. */
  public tombstoneOf(tenantId: string): Record<string, unknown> | undefined {
    return this.tenants.find((row) => row[TENANT_ATTRIBUTE.tenantId] === tenantId && row[TENANT_ATTRIBUTE.status] === TENANT_STATUS.deleted);
  }

  public statusOf(tenantId: string): unknown {
    return this.tenants.find((row) => row[TENANT_ATTRIBUTE.tenantId] === tenantId)?.[TENANT_ATTRIBUTE.status];
  }

  /** The rows and versions that contain a text, except rows of the tenants table. */
  public mentioning(text: string): string[] {
    return this.others.filter((one) => one.text.includes(text)).map((one) => one.text);
  }

  /** A digest of all that belongs to a tenant: its row, and every row and version with its id, except records of users. */
  public digestOf(tenantId: string): string {
    const own = this.tenants.filter((row) => row[TENANT_ATTRIBUTE.tenantId] === tenantId).map(textOf);
    const others = this.others.filter(({ text, isRecord }) => !isRecord && text.includes(tenantId)).map(({ text }) => text);
    return createHash('sha256').update([...own, ...others].sort().join('\n')).digest('hex');
  }
}

async function scan(TableName: string): Promise<Array<Record<string, unknown>>> {
  const rows: Array<Record<string, unknown>> = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName, ConsistentRead: true })) rows.push(...Items);
  return rows;
}

async function versionsIn(Bucket: string): Promise<Array<Record<string, unknown>>> {
  const versions: Array<Record<string, unknown>> = [];
  let next: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await s3.send(new ListObjectVersionsCommand({ Bucket, ...next }));
    versions.push(...[...page.Versions ?? [], ...page.DeleteMarkers ?? []].map(({ Key, VersionId }) => ({ Key, VersionId })));
    next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  return versions;
}

function textOf(row: object): string {
  const sorted = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted, (_key, value) => (value instanceof Set ? [...value].sort() : value));
}
