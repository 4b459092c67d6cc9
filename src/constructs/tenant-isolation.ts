import { aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { grantPrefix, grantRows, indexArn, QUERY_INDEX, READ_ROWS, WRITE_ROWS } from './private/scoped-rights';
import { allowToAssume, createScopedRole } from './private/scoped-role';
import { requireTextIndex, requireTextPartitionKey } from './private/table-keys';
import type { TenantScopeEnvironment, UserScopeEnvironment } from '../contract/environment';
import { SESSION_TAG } from '../contract/isolation';

/**
 * Which indexes of a table a grant is for.
 */
export interface GrantRowsOptions {
  /**
   * Names of the indexes that may be queried too. The partition key of each must be the tenant id.
   *
   * @default - the table alone
   */
  readonly indexNames?: string[];
}

/**
 * Row-level isolation that IAM enforces: roles whose credentials reach what belongs to one tenant, or to one user, and
 * nothing else.
 *
 * A function assumes the role for each request, with the tenant of the request as session tag `tenantId`. IAM holds every
 * row and object against that tag, so a bug in the function ends in `AccessDenied` and not in the data of somebody else.
 * `perTenant` of `cdk-tenancy/runtime` does it in JavaScript and TypeScript, a dozen lines of boto3 in the README do in Python.
 *
 * The roles have no rights until they are granted some. Everything that a function of the same `TenantIsolation` may do for
 * a tenant, all of them may: make one for each group of functions that should differ. A function that also has a route on
 * an API must be in the stack of that API, or have a `TenantIsolation` and an API of its own stack.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export class TenantIsolation extends Construct {
  /**
   * The role to assume for the requests of a tenant, with the session tag `tenantId` and no other.
   */
  public readonly tenantRole: iam.Role;

  /**
   * The role to assume for what a user has in all tenants, with the session tag `userId` and no other.
   */
  public readonly userRole: iam.Role;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   */
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.tenantRole = createScopedRole(this, 'TenantRole', SESSION_TAG.tenantId, 'Reaches what belongs to the tenant in the session tag tenantId');
    this.userRole = createScopedRole(this, 'UserRole', SESSION_TAG.userId, 'Reaches what belongs to the user in the session tag userId');
  }

  /**
   * Lets the tenant role read the tenant's rows: get, query, batches and transactions of these. No scan, no PartiQL.
   *
   * The table's customer-managed key is granted too; the policy of an imported key must allow it.
   *
   * @param table A table whose partition key (string) is the tenant id.
   * @param options Which indexes may be queried too.
   * @throws an error when the table is created in this app and its partition key, or an index, is not as described
   */
  public grantReadRows(table: dynamodb.ITable, options: GrantRowsOptions = {}): iam.Grant {
    table.encryptionKey?.grantDecrypt(this.tenantRole);
    return this.grantTenantRows(table, options, READ_ROWS);
  }

  /**
   * Lets the tenant role read and write the tenant's rows: get, query, put, update, delete, batches and transactions of
   * these. No scan, no PartiQL.
   *
   * The table's customer-managed key is granted too; the policy of an imported key must allow it.
   *
   * @param table A table whose partition key (string) is the tenant id.
   * @param options Which indexes may be queried too.
   * @throws an error when the table is created in this app and its partition key, or an index, is not as described
   */
  public grantReadWriteRows(table: dynamodb.ITable, options: GrantRowsOptions = {}): iam.Grant {
    table.encryptionKey?.grantEncryptDecrypt(this.tenantRole);
    return this.grantTenantRows(table, options, [...READ_ROWS, ...WRITE_ROWS]);
  }

  /**
   * Lets the user role query an index by user.
   *
   * @param table The table of the index.
   * @param indexName An index whose partition key (string) is the user id.
   * @throws an error when the table is created in this app and has no such index
   */
  public grantQueryUserIndex(table: dynamodb.ITable, indexName: string): iam.Grant {
    requireTextIndex(this, table, indexName);
    table.encryptionKey?.grantDecrypt(this.userRole);
    return grantRows(this.userRole, SESSION_TAG.userId, [indexArn(table, indexName)], QUERY_INDEX);
  }

  /**
   * Lets the tenant role read and list the tenant's objects: those whose key begins with `<tenant id>/`.
   *
   * To list, pass a prefix that begins with it. S3 answers 403, not 404, for an object that does not exist.
   *
   * @param bucket The bucket. Its customer-managed key is granted too.
   */
  public grantReadPrefix(bucket: s3.IBucket): iam.Grant {
    bucket.encryptionKey?.grantDecrypt(this.tenantRole);
    return grantPrefix(this.tenantRole, SESSION_TAG.tenantId, bucket, ['s3:GetObject']);
  }

  /**
   * Lets the tenant role read, list, write and delete the tenant's objects: those whose key begins with `<tenant id>/`.
   *
   * @param bucket The bucket. Its customer-managed key is granted too.
   */
  public grantReadWritePrefix(bucket: s3.IBucket): iam.Grant {
    bucket.encryptionKey?.grantEncryptDecrypt(this.tenantRole);
    return grantPrefix(this.tenantRole, SESSION_TAG.tenantId, bucket, [
      's3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject',
    ]);
  }

  /**
   * Lets a function assume the tenant role, and tells it which role that is: `TENANCY_TENANT_ROLE_ARN` in its environment.
   *
   * The function chooses the tenant. It should take it from the authorizer's context, as `cdk-tenancy/runtime` does, and
   * never from the path or the body of a request.
   *
   * @param handler A function of this stack or of another one.
   * @throws an error when the function may assume the tenant role of another `TenantIsolation` already
   */
  public grantAssume(handler: lambda.Function): iam.Grant {
    const environment: TenantScopeEnvironment = { TENANCY_TENANT_ROLE_ARN: this.tenantRole.roleArn };
    return allowToAssume(this, handler, this.tenantRole, environment);
  }

  /**
   * Lets a function assume the user role, and tells it which role that is: `TENANCY_USER_ROLE_ARN` in its environment.
   *
   * @param handler A function of this stack or of another one.
   * @throws an error when the function may assume the user role of another `TenantIsolation` already
   */
  public grantAssumeForUser(handler: lambda.Function): iam.Grant {
    const environment: UserScopeEnvironment = { TENANCY_USER_ROLE_ARN: this.userRole.roleArn };
    return allowToAssume(this, handler, this.userRole, environment);
  }

  private grantTenantRows(table: dynamodb.ITable, { indexNames = [] }: GrantRowsOptions, actions: readonly string[]): iam.Grant {
    requireTextPartitionKey(this, table);
    indexNames.forEach((indexName) => requireTextIndex(this, table, indexName));
    const rows = grantRows(this.tenantRole, SESSION_TAG.tenantId, [table.tableArn], actions);
    if (indexNames.length === 0) {
      return rows;
    }
    const indexArns = indexNames.map((indexName) => indexArn(table, indexName));
    return rows.combine(grantRows(this.tenantRole, SESSION_TAG.tenantId, indexArns, QUERY_INDEX));
  }
}
