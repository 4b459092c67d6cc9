import type { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { perTenant, perUser } from '../../../src/runtime';
import { createHandler } from '../../../src/runtime/tenant-api/handler';
import { RecordingSts } from '../sts';

/** Both tables, with a row for every tenant there could be. What a request touches of them is written down. */
export class RecordedRows {
  /** `tenants/<tenant id>` and `users/<user id>`, in the order of the calls. */
  readonly touched: string[] = [];

  readonly client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send: async ({ input }: { input: RowCommand }) => this.answer(input),
  });

  private answer({ TableName, Key, ExpressionAttributeValues }: RowCommand): object {
    if (Key === undefined) {
      this.touched.push(`${TableName}/${ExpressionAttributeValues?.[':userId']}`);
      return { Items: [] };
    }
    this.touched.push(`${TableName}/${Object.values(Key).join('/')}`);
    const row = { ...Key, name: 'Name', status: 'active', version: 3, createdat: '2026-01-01T00:00:00.000Z', updatedat: '2026-01-02T00:00:00.000Z' };
    return { Item: row, Attributes: row };
  }
}

/** The part of a command that says which rows it is about. */
interface RowCommand {
  readonly TableName: string;
  readonly Key?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** The web-app API's function over these rows. */
export function tenantApiHandler(rows: RecordedRows, logger: Logger) {
  const scope = { sts: new RecordingSts(), roleArn: 'role', createClient: () => rows.client };
  return createHandler({
    tenantRows: perTenant(scope),
    userRows: perUser(scope),
    applicationName: '',
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    roles: ['admin', 'member'],
    allowOrigins: ['*'],
    logger,
  });
}
