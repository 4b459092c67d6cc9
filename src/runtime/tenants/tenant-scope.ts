import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Actor } from '../../contract/actor';
import type { TableNames } from '../environment/tables';

/** The caller of an operation, as recorded with changes. */
export interface Caller {
  readonly actor: Actor;
  /** Id of the request in the logs. Absent for work without a request. */
  readonly requestId?: string;
  /** The `ClientDetails` of the request of a user, sealed for the audit log. */
  readonly sealedClient?: string;
}

/** A tenant and the caller of an operation on it. Every operation on a tenant gets a scope, for every kind of caller. */
export interface TenantScope<Tables extends TableNames = TableNames> extends Caller {
  /** A client whose credentials can access the rows of the tenant. */
  readonly client: DynamoDBDocumentClient;
  readonly tables: Tables;
  readonly tenantId: string;
}
