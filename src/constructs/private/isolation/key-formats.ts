import { Construct, IConstruct } from 'constructs';
import type { IdentifierFormat } from '../../../contract/identifiers';
import { ID_OF_TAG, SESSION_TAG, type SessionTag } from '../../../contract/isolation';
import { type KeyFormat, keyFormatFault, mayCollide, mayOverlap, parseKeyFormat, placeholderOf } from '../../../contract/key-format';
import { ConstructError } from '../validation/construct-error';

/** A key format as the app wrote it, with the session tag whose value it contains. */
interface WrittenFormat {
  readonly text: string;
  readonly tag: SessionTag;
}

/** The formats of all earlier grants, by table or bucket, and within a table by index. The name of the table itself is ''. */
const GRANTED = new WeakMap<IConstruct, Map<string, WrittenFormat[]>>();

/** The key of the table itself in the map of its indexes. */
export const TABLE_ITSELF = '';

/**
 * Returns the format of the partition keys that a grant is for.
 *
 * @param keyFormat The format as the app wrote it; by default the id alone.
 * @param indexNames The indexes that the grant is for, and `TABLE_ITSELF` for the table.
 * @throws ConstructError for an invalid format, or one with which two tenants could have the same key
 */
export function rowKeyFormat(
  scope: Construct,
  keyFormat: string | undefined,
  tag: SessionTag,
  table: IConstruct,
  indexNames: readonly string[],
): KeyFormat {
  const written = { text: keyFormat ?? placeholderOf(tag), tag };
  requireFormat(scope, 'keyFormat', written);
  indexNames.forEach((indexName) => {
    requireDistinct(scope, 'keyFormat', written, table, indexName, mayCollide);
  });
  return parseKeyFormat(written.text, tag);
}

/**
 * Returns the format of the object prefix that a grant is for.
 *
 * @param prefix The prefix as the app wrote it; by default the tenant id and a slash.
 * @throws ConstructError for an invalid format, or one with which an object could belong to two tenants
 */
export function objectPrefixFormat(scope: Construct, prefix: string | undefined, bucket: IConstruct): KeyFormat {
  const tag = SESSION_TAG.tenantId;
  const written = { text: prefix ?? `${placeholderOf(tag)}/`, tag };
  requireFormat(scope, 'prefix', written);
  if (!written.text.endsWith('/')) {
    // Without a slash, the prefix of tenant t1 would also match the objects of tenant t10.
    throw new ConstructError(scope, `prefix must end with a slash, but was ${JSON.stringify(written.text)}. Add the slash that follows the tenant id in the keys.`);
  }
  requireDistinct(scope, 'prefix', written, bucket, '', mayOverlap);
  return parseKeyFormat(written.text, tag);
}

function requireFormat(scope: Construct, option: string, { text, tag }: WrittenFormat): void {
  const fault = keyFormatFault(text, tag);
  if (fault !== undefined) {
    throw new ConstructError(scope, `${option} ${fault}, but was ${JSON.stringify(text)}. `
      + `Write it as the code builds the key, with ${placeholderOf(tag)} for the id, such as ${JSON.stringify(option === 'prefix' ? `uploads/${placeholderOf(tag)}/` : `TENANT#${placeholderOf(tag)}`)}.`);
  }
}

function requireDistinct(
  scope: Construct,
  option: string,
  written: WrittenFormat,
  owner: IConstruct,
  indexName: string,
  isAmbiguous: (one: KeyFormat, other: KeyFormat, id: IdentifierFormat) => boolean,
): void {
  const byIndex = GRANTED.get(owner) ?? new Map<string, WrittenFormat[]>();
  GRANTED.set(owner, byIndex);
  const granted = byIndex.get(indexName) ?? [];
  byIndex.set(indexName, [...granted, written]);
  const format = parseKeyFormat(written.text, written.tag);
  const other = granted.find(({ text, tag }) => tag === written.tag && isAmbiguous(format, parseKeyFormat(text, tag), ID_OF_TAG[tag]));
  if (other !== undefined) {
    throw new ConstructError(scope, `${option} must keep the keys of different ids apart, but a key of ${JSON.stringify(written.text)} could also be one of `
      + `${JSON.stringify(other.text)}, which is granted on ${owner.node.path} too. Begin the formats with different texts, neither of which is a prefix of the other.`);
  }
}
