import { Annotations, Aspects, aws_dynamodb as dynamodb, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import type { OwnedData } from '../../../contract/deletion';
import { SESSION_TAG } from '../../../contract/isolation';
import { type KeyFormat, textOfFormat } from '../../../contract/key-format';
import type { TenantIsolation } from '../../tenant-isolation';
import { grantPrefix, grantRows } from '../isolation/scoped-rights';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantTableKey } from '../rights/key-rights';
import { ConstructError } from '../validation/construct-error';
import { requireBoolean } from '../validation/switch';

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
  grantPrefix(inlineRightsOf(role), SESSION_TAG.tenantId, bucket, format, {
    objectActions: ['s3:DeleteObject', 's3:DeleteObjectVersion'], listAction: 's3:ListBucketVersions',
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
  /** Whether the data is kept, by key format. */
  private readonly formats = new Map<IConstruct, Map<string, boolean>>();

  /**
   * @returns whether the data was not declared before
   * @throws ConstructError if it was declared to be kept and to be deleted
   */
  public add(scope: Construct, resource: IConstruct, format: KeyFormat, retained: boolean = false): boolean {
    requireBoolean(scope, 'retained', retained);
    const known = this.formats.get(resource) ?? new Map<string, boolean>();
    this.formats.set(resource, known);
    const earlier = known.get(textOf(format));
    if (earlier !== undefined && earlier !== retained) {
      throw new ConstructError(scope, `retained must be the same each time that data is declared, but ${resource.node.path} with ${JSON.stringify(textOf(format))} was declared `
        + 'with and without it. Remove one of the two.');
    }
    known.set(textOf(format), retained);
    return earlier === undefined;
  }

  public has(resource: IConstruct, format: KeyFormat): boolean {
    return this.formats.get(resource)?.has(textOf(format)) ?? false;
  }
}

/** A lifecycle with its isolation and its declarations. */
interface Declarations {
  readonly lifecycle: Construct;
  readonly isolation?: TenantIsolation;
  readonly declared: DeclaredData;
}

/** All lifecycles of an app, in the order of their creation. */
const DECLARATIONS = new WeakMap<IConstruct, Declarations[]>();

/**
 * Warns at synth about data that functions can write for a tenant, and that no one has declared. It would stay when the tenant is deleted. An isolation
 * that no lifecycle was given belongs to the first one, because an app usually has one. Without an isolation, nothing is checked.
 */
export function warnOfUndeclaredData(scope: Construct, isolation: TenantIsolation | undefined, declared: DeclaredData): void {
  const { root } = scope.node;
  const all = DECLARATIONS.get(root) ?? [];
  DECLARATIONS.set(root, all);
  all.push({ lifecycle: scope, isolation, declared });
  if (isolation === undefined) {
    return;
  }
  Aspects.of(scope).add({
    visit: (node: IConstruct) => {
      if (node !== scope) {
        return;
      }
      const others = all[0].lifecycle !== scope ? [] : root.node.findAll()
        .filter(isIsolation)
        .filter((candidate) => !all.some((other) => other.isolation === candidate));
      for (const each of [isolation, ...others]) {
        warnOfDataIn(each, scope, all);
      }
    },
  });
}

/** Not `instanceof`: this module must not load the construct. */
function isIsolation(construct: IConstruct): construct is TenantIsolation {
  return '_tenantData' in construct;
}

function warnOfDataIn(isolation: TenantIsolation, scope: Construct, all: readonly Declarations[]): void {
  for (const { resource, format, kind } of isolation._tenantData) {
    if (!all.some(({ declared }) => declared.has(resource, format))) {
      const [method, option] = kind === 'rows' ? ['ownsRows', 'keyFormat'] : ['ownsPrefix', 'prefix'];
      Annotations.of(scope).addWarningV2(`cdk-tenancy:dataOutlivesTenants:${resource.node.path}`, `The ${kind === 'rows' ? 'rows of the table' : 'objects of the bucket'} `
        + `${resource.node.path} with the ${option} ${JSON.stringify(textOf(format))} are granted to ${isolation.node.path}, but stay when their tenant is deleted. Call ${method} of the lifecycle `
        + 'to delete them, or pass { retained: true } to it to keep them.');
    }
  }
}

function textOf(format: KeyFormat): string {
  return textOfFormat(format, SESSION_TAG.tenantId);
}
