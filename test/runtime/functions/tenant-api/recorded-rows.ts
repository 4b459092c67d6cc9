import type { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createHandler } from '../../../../src/runtime/functions/tenant-api/handler';
import { perTenant, perUser } from '../../../../src/runtime/library';
import { meaningOf } from '../../../dynamodb-meaning';
import { RecordingSts } from '../../sts';

/** Both tables, with a row for every possible tenant and without members. They record the rows that a request accesses. */
export class RecordedRows {
  private readonly calls: string[] = [];

  readonly client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send: async ({ input }: { input: RowCommand }) => this.answer(input),
  });

  /** Table and key, or the query, sorted and without duplicates. */
  get touched(): string[] {
    return [...new Set(this.calls)].sort();
  }

  /** The rows that were accessed since the last call. */
  take(): string[] {
    const { touched } = this;
    this.calls.length = 0;
    return touched;
  }

  private answer(command: RowCommand): object {
    const { TransactItems, TableName, Key } = command;
    if (TransactItems !== undefined) {
      TransactItems.flatMap(Object.values).forEach((item) => this.answer(item));
      return {};
    }
    if (Key === undefined) {
      const [, partitionKey] = / = "([^"]+)"/.exec(meaningOf(command).keyCondition)!;
      this.calls.push(`${TableName}/${partitionKey}`);
      return { Items: [] };
    }
    this.calls.push(`${TableName}/${Object.values(Key).join('/')}`);
    if (Key.tenantid.startsWith('@')) return {};
    const times = { createdat: '2026-01-01T00:00:00.000Z', updatedat: '2026-01-02T00:00:00.000Z' };
    return { Item: { ...Key, ...times, name: 'Name', status: 'active', version: 3, email: 'max@example.com', role: 'admin' } };
  }
}

/** The part of a command that determines its rows. */
interface RowCommand {
  readonly TransactItems?: ReadonlyArray<Record<string, RowCommand>>;
  readonly TableName: string;
  readonly Key?: Record<string, string>;
}

/** The function of the web-app API with these rows. */
export function tenantApiHandler(rows: RecordedRows, logger: Logger) {
  const scope = { sts: new RecordingSts(), roleArn: 'role', createClient: () => rows.client };
  return createHandler({
    tenantRows: perTenant(scope),
    userRows: perUser(scope),
    applicationName: '',
    suspensionAccess: 'none',
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    invitationsTableName: '',
    roles: ['admin', 'member'],
    allowOrigins: ['*'],
    logger,
  });
}
