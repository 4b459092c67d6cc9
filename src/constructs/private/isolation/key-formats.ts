import { Construct, IConstruct } from 'constructs';
import type { IdentifierFormat } from '../../../contract/identifiers';
import { ID_OF_TAG, SESSION_TAG, type SessionTag } from '../../../contract/isolation';
import { type KeyFormat, keyFormatFault, mayCollide, mayOverlap, parseKeyFormat, placeholderOf } from '../../../contract/key-format';
import { ConstructError } from '../validation/construct-error';

/** A key format as it was written, with the session tag whose value it is for. */
interface WrittenFormat {
  readonly text: string;
  readonly tag: SessionTag;
}

/** The formats of all grants so far, by table or bucket, and within a table by index. The table itself has the name ''. */
const GRANTED = new WeakMap<IConstruct, Map<string, WrittenFormat[]>>();

/** The name of the table itself among its indexes. */
export const TABLE_ITSELF = '';

/**
 * The format of the partition keys that a grant is for.
 *
 * @param keyFormat As the app wrote it; the id itself if it wrote none.
 * @param indexNames The indexes that the grant is for, and `TABLE_ITSELF`.
 * @throws ConstructError for a text that is not a format, or by which two tenants could have the same key
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
 * The format of the prefix that a grant on a tenant's objects is for.
 *
 * @param prefix As the app wrote it; the tenant id and a slash if it wrote none.
 * @throws ConstructError for a text that is not a format, or by which the objects of one tenant could be those of another
 */
export function objectPrefixFormat(scope: Construct, prefix: string | undefined, bucket: IConstruct): KeyFormat {
  const tag = SESSION_TAG.tenantId;
  const written = { text: prefix ?? `${placeholderOf(tag)}/`, tag };
  requireFormat(scope, 'prefix', written);
  if (!written.text.endsWith('/')) {
    // Without a slash, the prefix of the tenant t1 is the beginning of the prefix of t10.
    throw new ConstructError(scope, `prefix must end with a slash, but was ${JSON.stringify(written.text)}. Add the slash that is behind the tenant id in the keys.`);
  }
  requireDistinct(scope, 'prefix', written, bucket, '', mayOverlap);
  return parseKeyFormat(written.text, tag);
}

function requireFormat(scope: Construct, option: string, { text, tag }: WrittenFormat): void {
  const fault = keyFormatFault(text, tag);
  if (fault !== undefined) {
    throw new ConstructError(scope, `${option} ${fault}, but was ${JSON.stringify(text)}. `
      + `Write it as the code builds the key, with ${placeholderOf(tag)} for the id, such as ${JSON.stringify(`TENANT#${placeholderOf(tag)}`)}.`);
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
      + `${JSON.stringify(other.text)}, which is granted on ${owner.node.path} too. Begin the two with different texts, of which neither is the beginning of the other.`);
  }
}
