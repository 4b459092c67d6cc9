import { Annotations, Aspects, aws_dynamodb as dynamodb, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import type { OwnedData } from '../../../contract/deletion';
import { SESSION_TAG } from '../../../contract/isolation';
import { type KeyFormat, keyFor, placeholderOf } from '../../../contract/key-format';
import type { TenantIsolation } from '../../tenant-isolation';
import { grantRows, sessionTag } from '../isolation/scoped-rights';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantTableKey } from '../rights/key-rights';
import { acknowledgeWildcard } from '../validation/acknowledged-findings';

/** Lets the erasure role delete the rows of its tenant. A batch of deletions is authorized as `BatchWriteItem`, with the keys of all its items. */
export function grantEraseRows(role: iam.IRole, table: dynamodb.ITable, format?: KeyFormat): void {
  const rights = inlineRightsOf(role);
  grantRows(rights, SESSION_TAG.tenantId, [table.tableArn], ['dynamodb:BatchWriteItem', 'dynamodb:Query'], format);
  // It returns the names of the keys, and no data.
  iam.Grant.addToPrincipal({ grantee: rights, actions: ['dynamodb:DescribeTable'], resourceArns: [table.tableArn] });
  grantTableKey(rights, table, 'write');
}

/** Lets the erasure role delete all versions of the objects of its tenant. It can read none of them. */
export function grantEraseObjects(role: iam.IRole, bucket: s3.IBucket, format: KeyFormat): void {
  const rights = inlineRightsOf(role);
  const prefix = `${keyFor(sessionTag(SESSION_TAG.tenantId), format)}*`;
  const objectArns = bucket.arnForObjects(prefix);
  acknowledgeWildcard(role, objectArns, "The wildcard stands for the rest of an object's key, after the tenant of the session.");
  iam.Grant.addToPrincipal({ grantee: rights, actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'], resourceArns: [objectArns] });
  iam.Grant.addToPrincipal({
    grantee: rights,
    actions: ['s3:ListBucketVersions'],
    resourceArns: [bucket.bucketArn],
    // The prefix ends with a slash. Without it, tenant t1 could list the objects of tenant t10.
    conditions: { StringLike: { 's3:prefix': [prefix] } },
  });
}

export function ownedRows({ tableName }: dynamodb.ITable, keyFormat: KeyFormat = { before: '', behind: '' }): OwnedData {
  return { kind: 'rows', tableName, keyFormat: textOf(keyFormat) };
}

export function ownedObjects({ bucketName }: s3.IBucket, prefix: KeyFormat): OwnedData {
  return { kind: 'objects', bucketName, prefix: textOf(prefix) };
}

/** The data of tenants that an app has declared, by table or bucket and key format. */
export class DeclaredData {
  private readonly formats = new Map<IConstruct, Set<string>>();

  public add(resource: IConstruct, format: KeyFormat): void {
    this.formats.set(resource, (this.formats.get(resource) ?? new Set()).add(textOf(format)));
  }

  public has(resource: IConstruct, format: KeyFormat): boolean {
    return this.formats.get(resource)?.has(textOf(format)) ?? false;
  }
}

/** Warns at synth about data that functions can write for a tenant, and that no one has declared. It would stay when the tenant is deleted. */
export function warnOfUndeclaredData(scope: Construct, isolation: TenantIsolation, declared: DeclaredData): void {
  Aspects.of(scope).add({
    visit: (node: IConstruct) => {
      if (node !== scope) {
        return;
      }
      for (const { resource, format, kind } of isolation._tenantData) {
        if (!declared.has(resource, format)) {
          const [method, option] = kind === 'rows' ? ['ownsRows', 'keyFormat'] : ['ownsPrefix', 'prefix'];
          Annotations.of(scope).addWarningV2(`cdk-tenancy:dataOutlivesTenants:${resource.node.path}`, `The ${kind === 'rows' ? 'rows of the table' : 'objects of the bucket'} `
            + `${resource.node.path} with the ${option} ${JSON.stringify(textOf(format))} are granted to ${isolation.node.path}, but stay when their tenant is deleted. Call ${method} of the lifecycle `
            + 'to delete them, or pass { retained: true } to it to keep them.');
        }
      }
    },
  });
}

function textOf({ before, behind }: KeyFormat): string {
  return before + placeholderOf(SESSION_TAG.tenantId) + behind;
}
