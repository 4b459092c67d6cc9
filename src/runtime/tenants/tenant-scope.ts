import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Actor } from '../../contract/actor';
import type { TableNames } from '../environment/tables';

/** A tenant and the caller who works on it. Every operation on a tenant runs through a scope, whoever the caller is. */
export interface TenantScope<Tables extends TableNames = TableNames> {
  /** A client whose credentials reach the rows of the tenant. */
  readonly client: DynamoDBDocumentClient;
  readonly tables: Tables;
  readonly tenantId: string;
  /** The caller, as changes record it. */
  readonly actor: Actor;
}
