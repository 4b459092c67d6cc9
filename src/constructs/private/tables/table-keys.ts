import { Stack, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { resourceOf } from '../cloudformation/resource-of';
import { ConstructError } from '../validation/construct-error';

/** The names of string attributes: the partition key, and the sort key if the table has one. */
export type Keys = readonly [partitionKey: string, sortKey?: string];

/** The resource types of tables. `TableV2` creates a global table. */
export const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

const USE_UNCHECKED_INDEX = 'Grant the index with grantQueryUncheckedIndex, and let your code check the rows as its documentation says.';

/** The properties, at synth, of a table that this app creates. */
interface TableDefinition {
  readonly keySchema?: KeyElement[];
  readonly attributeDefinitions?: Array<{ readonly attributeName: string; readonly attributeType: string }>;
  readonly globalSecondaryIndexes?: Index[];
  readonly localSecondaryIndexes?: Index[];
}

interface Index {
  readonly indexName: string;
  readonly keySchema: KeyElement[];
  readonly projection: { readonly projectionType?: string; readonly nonKeyAttributes?: readonly string[] };
}

interface KeyElement {
  readonly attributeName: string;
  readonly keyType: string;
}

/** @throws Error if a table that this app creates has other keys; an imported table cannot be checked */
export function requireTableKeys(scope: Construct, label: string, table: dynamodb.ITable, expected: Keys): void {
  const definition = definitionOf(table);
  if (definition !== undefined) {
    requireKeys(scope, `The ${label} table ${table.node.path}`, definition, definition.keySchema, expected);
  }
}

/**
 * @param projected Attributes that the index must have besides its keys; by default all attributes of the table.
 * @throws Error if a table that this app creates lacks the index; an imported table cannot be checked
 */
export function requireIndex(
  scope: Construct, label: string, table: dynamodb.ITable, indexName: string, expected: Keys, projected?: readonly string[],
): void {
  const definition = definitionOf(table);
  if (definition === undefined) {
    return;
  }
  const what = `The index ${indexName} of the ${label} table ${table.node.path}`;
  const index = definition.globalSecondaryIndexes?.find((candidate) => candidate.indexName === indexName);
  if (index === undefined) {
    throw new ConstructError(scope, `${what} does not exist. Add it as a global secondary index with ${describeKeys(expected)} that projects ${
      projected === undefined ? 'all attributes' : `the attributes ${projected.join(', ')}`}.`);
  }
  requireKeys(scope, what, definition, index.keySchema, expected);
  requireProjection(scope, what, index, projected);
}

/** @throws Error if a table that this app creates has a partition key that is not a string; an imported table cannot be checked */
export function requireTextPartitionKey(scope: Construct, table: dynamodb.ITable): void {
  const definition = definitionOf(table);
  if (definition !== undefined) {
    requireText(scope, `The table ${table.node.path}`, definition, definition.keySchema);
  }
}

/** @throws Error if a table that this app creates has no such index by a string; an imported table cannot be checked */
export function requireTextIndex(scope: Construct, table: dynamodb.ITable, indexName: string): void {
  const definition = definitionOf(table);
  if (definition !== undefined) {
    const { keySchema } = requireIndexOf(scope, table, definition, indexName);
    requireText(scope, `The index ${indexName} of the table ${table.node.path}`, definition, keySchema);
  }
}

/**
 * Requires that the index has the partition key of the table. IAM compares only the table's partition key when a row is written.
 *
 * @throws Error if the index has another partition key than the table, or if the table is imported, so that its keys are unknown
 */
export function requireIndexByTableKey(scope: Construct, table: dynamodb.ITable, indexName: string): void {
  const definition = definitionOf(table);
  if (definition === undefined) {
    throw new ConstructError(scope, `indexNames must be indexes of a table that this app creates, but ${table.node.path} is imported and the keys of its index `
      + `${indexName} are unknown. ${USE_UNCHECKED_INDEX}`);
  }
  const [tableKey] = partitionKeysOf(definition.keySchema);
  const indexKeys = partitionKeysOf(requireIndexOf(scope, table, definition, indexName).keySchema);
  if (indexKeys.join() !== tableKey) {
    throw new ConstructError(scope, `The partition key of the index ${indexName} of the table ${table.node.path} must be ${tableKey}, the one of the table, but was ${
      indexKeys.join(' and ')}. IAM does not compare that key when a row is written, so a tenant could write rows that another tenant finds there. ${USE_UNCHECKED_INDEX}`);
  }
}

/** Returns the partition keys. A table has one; an index can have several. */
function partitionKeysOf(keySchema: KeyElement[] = []): string[] {
  return keySchema.filter(({ keyType }) => keyType === 'HASH').map(({ attributeName }) => attributeName);
}

function requireIndexOf(scope: Construct, table: dynamodb.ITable, definition: TableDefinition, indexName: string): Index {
  const indexes = [...definition.globalSecondaryIndexes ?? [], ...definition.localSecondaryIndexes ?? []];
  const index = indexes.find((candidate) => candidate.indexName === indexName);
  if (index === undefined) {
    throw new ConstructError(scope, `The table ${table.node.path} must have the index ${indexName}, but has ${
      indexes.length === 0 ? 'none' : indexes.map((candidate) => candidate.indexName).join(', ')}. `
      + 'Add the index to the table before it is granted, or correct the name.');
  }
  return index;
}

/** @param projected Attributes that the index must project; by default all attributes of the table. */
function requireProjection(scope: Construct, what: string, { projection }: Index, projected?: readonly string[]): void {
  const { projectionType, nonKeyAttributes = [] } = projection;
  if (projectionType === dynamodb.ProjectionType.ALL) {
    return;
  }
  if (projected === undefined) {
    throw new ConstructError(scope, `${what} must project all attributes, but its projection type was ${projectionType}. `
      + 'Create a new index with projection type ALL.');
  }
  const missing = projected.filter((name) => !nonKeyAttributes.includes(name));
  if (missing.length > 0) {
    throw new ConstructError(scope, `${what} must project ${projected.join(', ')}, but did not project ${missing.join(', ')}. `
      + 'Create a new index that projects them.');
  }
}

function requireText(scope: Construct, what: string, definition: TableDefinition, keySchema: KeyElement[] = []): void {
  const partitionKey = keySchema[0]?.attributeName;
  const type = typeOf(definition, partitionKey);
  if (type !== dynamodb.AttributeType.STRING) {
    throw new ConstructError(scope, `${what} must have an id as partition key, which is a string (S), but ${partitionKey} is of type ${type}. `
      + 'IAM compares it with the tag of the session, and tags are strings. Use a table whose partition key is a string.');
  }
}

function requireKeys(scope: Construct, what: string, definition: TableDefinition, keySchema: KeyElement[] = [], expected: Keys): void {
  // DynamoDB lists the partition key first.
  const received = keySchema.map(({ attributeName }) => `${attributeName} (${typeOf(definition, attributeName)})`);
  const wanted = expected.map((name) => `${name} (${dynamodb.AttributeType.STRING})`);
  if (received.join() !== wanted.join()) {
    throw new ConstructError(scope, `${what} must have the keys ${wanted.join(', ')}, but has ${received.join(', ')}. `
      + 'Pass a table with these keys, or let TenantTables create one.');
  }
}

function typeOf(definition: TableDefinition, name: string): string | undefined {
  return definition.attributeDefinitions?.find(({ attributeName }) => attributeName === name)?.attributeType;
}

function describeKeys([partitionKey, sortKey]: Keys): string {
  return `partition key ${partitionKey}${sortKey === undefined ? '' : ` and sort key ${sortKey}`}`;
}

function definitionOf(table: dynamodb.ITable): TableDefinition | undefined {
  const resource = resourceOf<dynamodb.CfnTable | dynamodb.CfnGlobalTable>(table, ...TABLE_TYPES);
  if (resource === undefined) {
    return undefined;
  }
  const { keySchema, attributeDefinitions, globalSecondaryIndexes, localSecondaryIndexes } = resource;
  return Stack.of(table).resolve({ keySchema, attributeDefinitions, globalSecondaryIndexes, localSecondaryIndexes });
}
