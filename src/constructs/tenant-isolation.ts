import { aws_dynamodb as dynamodb, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import type { StsRegionsEnvironment, TenantScopeEnvironment, UserScopeEnvironment } from '../contract/environment';
import { SESSION_TAG, type SessionTag } from '../contract/isolation';
import type { KeyFormat } from '../contract/key-format';
import { allowToAssume } from './private/isolation/assuming-principal';
import { objectPrefixFormat, rowKeyFormat, TABLE_ITSELF } from './private/isolation/key-formats';
import { grantPrefix, grantRows, indexArn, QUERY_INDEX, READ_ROWS, WRITE_ROWS } from './private/isolation/scoped-rights';
import { createScopedRole } from './private/isolation/scoped-role';
import { stsRegionsEnvironment } from './private/isolation/sts-regions';
import { grantTableKey } from './private/rights/key-rights';
import { requireIndexByTableKey, requireTextIndex, requireTextPartitionKey } from './private/tables/table-keys';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';

/**
 * The rows of a table that a grant is for, and the indexes to query them by.
 */
export interface GrantRowsOptions {
  /**
   * Names of the indexes that can be queried too. Each must have the same partition key as the table, and this app must create the table.
   *
   * When a row is written, IAM compares only the partition key of the table, not the keys of an index. Use `grantQueryUncheckedIndex` for
   * an index that has another partition key, and for every index of an imported table.
   *
   * @default - the table alone
   */
  readonly indexNames?: string[];

  /**
   * The partition key of a tenant's rows, with `{tenantId}` in place of the tenant id, such as `TENANT#{tenantId}`.
   *
   * It contains `{tenantId}` once; the rest is printable ASCII without `*`, `?`, `$` and braces. The partition key can have any name. Every
   * request of the function must name exactly this key, and IAM denies all others: `tenantKey` of `cdk-tenancy/runtime` builds it.
   *
   * Rows with several kinds of keys need a grant for each kind.
   *
   * @default '{tenantId}'
   */
  readonly keyFormat?: string;
}

/**
 * The rows of an unchecked index that a grant is for.
 */
export interface GrantIndexOptions {
  /**
   * The partition key of a tenant's rows in the index, with `{tenantId}` in place of the tenant id, such as `TENANT#{tenantId}`.
   *
   * It follows the same rules as the `keyFormat` of rows; `tenantKey` of `cdk-tenancy/runtime` builds the key.
   *
   * @default '{tenantId}'
   */
  readonly keyFormat?: string;
}

/**
 * The rows of an index by user that a grant is for.
 */
export interface GrantUserIndexOptions {
  /**
   * The partition key of a user's rows in the index, with `{userId}` in place of the user id, such as `USER#{userId}`.
   *
   * It follows the same rules as the `keyFormat` of rows; `userKey` of `cdk-tenancy/runtime` builds the key.
   *
   * @default '{userId}'
   */
  readonly keyFormat?: string;
}

/**
 * The objects of a bucket that a grant is for.
 */
export interface GrantPrefixOptions {
  /**
   * The prefix of the keys of a tenant's objects, with `{tenantId}` in place of the tenant id and a slash at the end, such as
   * `uploads/{tenantId}/`.
   *
   * It follows the same rules as the `keyFormat` of rows; `tenantKey` of `cdk-tenancy/runtime` builds the prefix.
   *
   * @default '{tenantId}/'
   */
  readonly prefix?: string;
}

/** Data of tenants in a table or a bucket. */
interface TenantData {
  readonly kind: 'rows' | 'objects';
  readonly resource: IConstruct;
  readonly format: KeyFormat;
}

/**
 * Properties of `TenantIsolation`.
 */
export interface TenantIsolationProps {
  /**
   * Regions whose STS endpoints are asked for credentials, one after another, when STS throttles calls in the Region of the stack or cannot
   * be reached there: at most five. An empty list stands for no other Region. Credentials of each endpoint work in all Regions.
   *
   * STS allows 600 calls a second in each Region of an account. CloudTrail records a call in the Region that answers it, with the id of the
   * tenant or user as the session name. So name only Regions in which these ids may be stored.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html
   * @default - the nearest Regions of the partition that are switched on in every account, at most three; for Regions of the EU, they are in the EU
   */
  readonly stsRegions?: string[];
}

/**
 * Row-level isolation that IAM enforces: roles whose credentials can access only the data of one tenant, or of one user.
 *
 * A function, a container or a build assumes the role for each request, with the tenant of the request as session tag `tenantId`. IAM
 * compares every row and object with that tag, so a bug in the code ends in `AccessDenied` and not in the data of another tenant.
 * In JavaScript and TypeScript, use `perTenant` of `cdk-tenancy/runtime`. In Python, use `tenant_scope.py` from docs/isolation.md.
 *
 * IAM also denies a request for any other partition key, even for the tenant's own row. An unexpected `AccessDenied` often means that the
 * code builds the key differently from the grant.
 *
 * The roles have no rights until they are granted some. All principals of one `TenantIsolation` have the same rights: create one for
 * each group of functions that should differ. A function that also has a route on an API must be in the stack of that API, or use a
 * `TenantIsolation` and an API in its own stack.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export class TenantIsolation extends Construct {
  /**
   * The role to assume for the requests of a tenant, with the session tag `tenantId` and no other.
   */
  public readonly tenantRole: iam.Role;

  /**
   * The role to assume for a user's data in all tenants, with the session tag `userId` and no other.
   */
  public readonly userRole: iam.Role;

  /**
   * The environment variables that `perTenant`, `perUser` and `stsRegions` of `cdk-tenancy/runtime` read, by name: `TENANCY_TENANT_ROLE_ARN`,
   * `TENANCY_USER_ROLE_ARN` and, if the Regions were passed, `TENANCY_STS_REGIONS`.
   *
   * `grantAssume` sets the variables of a function by itself. Pass the variables to all other programs, such as in the `environment` of an
   * ECS container.
   */
  public readonly environment: Record<string, string>;

  /**
   * The variable with the Regions of STS, if they were passed.
   *
   * @internal
   */
  public readonly _stsRegions: StsRegionsEnvironment;

  /**
   * The data that the tenant role can access.
   *
   * @internal
   */
  public readonly _tenantData: TenantData[] = [];

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the isolation.
   */
  public constructor(scope: Construct, id: string, props: TenantIsolationProps = {}) {
    super(inOneCdk(scope, id), id);
    this._stsRegions = stsRegionsEnvironment(this, props.stsRegions);
    this.tenantRole = createScopedRole(this, 'TenantRole', SESSION_TAG.tenantId, 'Reaches what belongs to the tenant in the session tag tenantId');
    this.userRole = createScopedRole(this, 'UserRole', SESSION_TAG.userId, 'Reaches what belongs to the user in the session tag userId');
    this.environment = { ...this.tenantScope(), ...this.userScope() };
  }

  /**
   * Lets the tenant role read the tenant's rows: get, query, and batches and transactions of these. Scans and PartiQL are not allowed.
   *
   * The table's customer-managed key is granted too; the policy of an imported key must allow it.
   *
   * @param table A table whose partition key (string) is built from the tenant id. The key can have any name.
   * @param options The format of the partition key, and the indexes that can be queried too.
   * @throws an error if this app creates the table and its partition key, or an index, is not as described; for `indexNames` of an imported
   * table; for an invalid key format; and for a format with which a key of one tenant could be the key of another tenant in an earlier grant
   */
  public grantReadRows(table: dynamodb.ITable, options: GrantRowsOptions = {}): iam.Grant {
    requireOneCdk(this, { table });
    grantTableKey(this.tenantRole, table, 'read');
    return this.grantTenantRows(table, options, READ_ROWS);
  }

  /**
   * Lets the tenant role read and write the tenant's rows: get, query, put, update, delete, and batches and transactions of these. Scans and
   * PartiQL are not allowed.
   *
   * The table's customer-managed key is granted too; the policy of an imported key must allow it.
   *
   * @param table A table whose partition key (string) is built from the tenant id. The key can have any name.
   * @param options The format of the partition key, and the indexes that can be queried too.
   * @throws an error if this app creates the table and its partition key, or an index, is not as described; for `indexNames` of an imported
   * table; for an invalid key format; and for a format with which a key of one tenant could be the key of another tenant in an earlier grant
   */
  public grantReadWriteRows(table: dynamodb.ITable, options: GrantRowsOptions = {}): iam.Grant {
    requireOneCdk(this, { table });
    grantTableKey(this.tenantRole, table, 'write');
    return this.grantTenantRows(table, options, [...READ_ROWS, ...WRITE_ROWS]);
  }

  /**
   * Lets the tenant role query an index whose partition key differs from the table's, or is unknown because the table is imported. It gives
   * no right to write.
   *
   * The risk: IAM does not check the partition key of such an index when a row is written. Code that can write the rows of tenant A can
   * write the id of tenant B into that attribute. Tenant B then finds a row of tenant A in this index. Your code must check each row that
   * the index returns: keep only rows whose table partition key is the tenant's, as built by `tenantKey` of `cdk-tenancy/runtime`. An index
   * with the same partition key as the table doesn't have this risk; name it in `indexNames` of `grantReadRows`.
   *
   * @param table The table of the index. Its customer-managed key is granted too.
   * @param indexName An index whose partition key (string) is built from the tenant id. The key can have any name.
   * @param options The format of the partition key of the index.
   * @throws an error if this app creates the table and it has no such index; for an invalid key format; and for a format with which a key of
   * one tenant could be the key of another tenant in an earlier grant
   */
  public grantQueryUncheckedIndex(table: dynamodb.ITable, indexName: string, options: GrantIndexOptions = {}): iam.Grant {
    requireOneCdk(this, { table });
    return this.grantQueryIndex(this.tenantRole, SESSION_TAG.tenantId, table, indexName, options.keyFormat);
  }

  /**
   * Lets the user role query an index by user.
   *
   * IAM does not check the partition key of the index when a row is written. Code of any tenant that can write rows of the table can write
   * rows that the user finds here. Treat the rows as unconfirmed statements of a tenant about the user.
   *
   * @param table The table of the index.
   * @param indexName An index whose partition key (string) is built from the user id. The key can have any name.
   * @param options The format of the partition key.
   * @throws an error if this app creates the table and it has no such index, and for an invalid key format
   */
  public grantQueryUserIndex(table: dynamodb.ITable, indexName: string, options: GrantUserIndexOptions = {}): iam.Grant {
    requireOneCdk(this, { table });
    return this.grantQueryIndex(this.userRole, SESSION_TAG.userId, table, indexName, options.keyFormat);
  }

  /**
   * Lets the tenant role read and list the tenant's objects, whose keys begin with `<tenant id>/` or with the prefix of the options.
   *
   * List requests must name a prefix that begins with the tenant's. For an object that does not exist, S3 responds with 403, not 404.
   *
   * @param bucket The bucket. Its customer-managed key is granted too.
   * @param options The prefix of the keys of a tenant's objects.
   * @throws an error for an invalid prefix, and for a prefix with which an object could belong to another tenant in an earlier grant
   */
  public grantReadPrefix(bucket: s3.IBucket, options: GrantPrefixOptions = {}): iam.Grant {
    requireOneCdk(this, { bucket });
    const format = objectPrefixFormat(this, options.prefix, bucket);
    this._tenantData.push({ kind: 'objects', resource: bucket, format });
    return grantPrefix(this.tenantRole, SESSION_TAG.tenantId, bucket, format, { keyUse: 'read', objectActions: ['s3:GetObject'] });
  }

  /**
   * Lets the tenant role read, list, write and delete the tenant's objects, whose keys begin with `<tenant id>/` or with the prefix of the
   * options.
   *
   * @param bucket The bucket. Its customer-managed key is granted too.
   * @param options The prefix of the keys of a tenant's objects.
   * @throws an error for an invalid prefix, and for a prefix with which an object could belong to another tenant in an earlier grant
   */
  public grantReadWritePrefix(bucket: s3.IBucket, options: GrantPrefixOptions = {}): iam.Grant {
    requireOneCdk(this, { bucket });
    const format = objectPrefixFormat(this, options.prefix, bucket);
    this._tenantData.push({ kind: 'objects', resource: bucket, format });
    return grantPrefix(this.tenantRole, SESSION_TAG.tenantId, bucket, format, {
      keyUse: 'write', objectActions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    });
  }

  /**
   * Lets a principal assume the tenant role.
   *
   * A function, also behind a version or an alias, gets the variable `TENANCY_TENANT_ROLE_ARN` in its environment. For an ECS task, a build
   * project, an instance or any other principal, pass `environment` of this construct to its own environment.
   *
   * The code chooses the tenant. It should read the tenant from the authorizer's context, as `cdk-tenancy/runtime` does, and never from the
   * path or the body of a request.
   *
   * If the app can't change the policies of a role (`withoutPolicyUpdates()`, or imported with `mutable: false`), grant it `sts:AssumeRole`
   * and `sts:TagSession` on the tenant role by hand. A role that is imported with `addGrantsToResources: true` is named in the trust policy
   * of the tenant role instead, and needs no right.
   *
   * @param grantee A function, or the role or user that other code runs with: of any stack, in the account of this construct.
   * @throws an error for a principal of another account; for one that is not a function, a role or a user, such as a service; for a function
   * that was imported without its role; and for a function that can already assume the tenant role of another `TenantIsolation`
   */
  public grantAssume(grantee: iam.IGrantable): iam.Grant {
    requireOneCdk(this, { grantee });
    return allowToAssume(this, grantee, this.tenantRole, SESSION_TAG.tenantId, this.tenantScope());
  }

  /**
   * Lets a principal assume the user role. The description of `grantAssume` applies here too; the variable is `TENANCY_USER_ROLE_ARN`.
   *
   * @param grantee A function, or the role or user that other code runs with: of any stack, in the account of this construct.
   * @throws the same errors as `grantAssume`
   */
  public grantAssumeForUser(grantee: iam.IGrantable): iam.Grant {
    requireOneCdk(this, { grantee });
    return allowToAssume(this, grantee, this.userRole, SESSION_TAG.userId, this.userScope());
  }

  private tenantScope(): TenantScopeEnvironment & StsRegionsEnvironment {
    return { TENANCY_TENANT_ROLE_ARN: this.tenantRole.roleArn, ...this._stsRegions };
  }

  private userScope(): UserScopeEnvironment & StsRegionsEnvironment {
    return { TENANCY_USER_ROLE_ARN: this.userRole.roleArn, ...this._stsRegions };
  }

  private grantQueryIndex(role: iam.Role, tag: SessionTag, table: dynamodb.ITable, indexName: string, keyFormat: string | undefined): iam.Grant {
    requireTextIndex(this, table, indexName);
    const format = rowKeyFormat(this, keyFormat, tag, table, [indexName]);
    grantTableKey(role, table, 'read');
    return grantRows(role, tag, [indexArn(table, indexName)], QUERY_INDEX, format);
  }

  private grantTenantRows(table: dynamodb.ITable, { indexNames = [], keyFormat }: GrantRowsOptions, actions: readonly string[]): iam.Grant {
    requireTextPartitionKey(this, table);
    indexNames.forEach((indexName) => requireIndexByTableKey(this, table, indexName));
    const tag = SESSION_TAG.tenantId;
    const format = rowKeyFormat(this, keyFormat, tag, table, [TABLE_ITSELF, ...indexNames]);
    this._tenantData.push({ kind: 'rows', resource: table, format });
    const rows = grantRows(this.tenantRole, tag, [table.tableArn], actions, format);
    if (indexNames.length === 0) {
      return rows;
    }
    const indexArns = indexNames.map((indexName) => indexArn(table, indexName));
    return rows.combine(grantRows(this.tenantRole, tag, indexArns, QUERY_INDEX, format));
  }
}
