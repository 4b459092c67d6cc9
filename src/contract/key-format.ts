import { consistsOf, isIdentifier, type IdentifierFormat } from './identifiers';
import type { SessionTag } from './isolation';

/**
 * Format of the keys of rows and objects: the texts before and behind an id.
 *
 * In code it is written as a text with a placeholder, such as `TENANT#{tenantId}`.
 */
export interface KeyFormat {
  readonly before: string;
  readonly behind: string;
}

/** IAM accepts printable ASCII in policies. */
const LITERAL = /^[\x20-\x7e]*$/;

/** Wildcards of IAM, the characters of its policy variables, and braces. */
const SPECIAL = /[*?${}]/;

/** The placeholder for an id. It has the name of the session tag that takes its place in the policy. */
export function placeholderOf(tag: SessionTag): string {
  return `{${tag}}`;
}

/** Describes the fault of a key format, as the end of a sentence that begins with the name of the option. Nothing for a valid format. */
export function keyFormatFault(keyFormat: string, tag: SessionTag): string | undefined {
  const parts = keyFormat.split(placeholderOf(tag));
  if (parts.length !== 2) {
    return `must contain ${placeholderOf(tag)} exactly once`;
  }
  return parts.every((part) => LITERAL.test(part) && !SPECIAL.test(part))
    ? undefined
    : `must have only printable ASCII characters around ${placeholderOf(tag)}, without * ? $ { and }`;
}

/** Parses a text without a {@link keyFormatFault}. */
export function parseKeyFormat(keyFormat: string, tag: SessionTag): KeyFormat {
  const [before, behind] = keyFormat.split(placeholderOf(tag));
  return { before, behind };
}

/** Returns the format as it is written in code. */
export function textOfFormat({ before, behind }: KeyFormat, tag: SessionTag): string {
  return before + placeholderOf(tag) + behind;
}

/** The key for an id. One format gives two ids two different keys. */
export function keyFor(id: string, { before, behind }: KeyFormat): string {
  return before + id + behind;
}

/**
 * Whether two formats can build the same key from two different ids. `{tenantId}` and `a{tenantId}` can: `ab1` is the key of the tenant
 * `ab1` in the first format, and of the tenant `b1` in the second.
 */
export function mayCollide(one: KeyFormat, other: KeyFormat, id: IdentifierFormat): boolean {
  if (isSame(one, other)) {
    return false;
  }
  const [shorterBefore, longerBefore] = byLength(one.before, other.before);
  const [shorterBehind, longerBehind] = byLength(one.behind, other.behind);
  if (!longerBefore.startsWith(shorterBefore) || !longerBehind.endsWith(shorterBehind)) {
    return false;
  }
  const isOneAroundOther = (one.before.length - other.before.length) * (one.behind.length - other.behind.length) >= 0;
  if (!isOneAroundOther) {
    return doMeet(longerBefore.slice(shorterBefore.length), longerBehind.slice(0, longerBehind.length - shorterBehind.length), id);
  }
  // The keys are the same if an id of the shorter format contains everything that the longer format has beyond it.
  const beyond = longerBefore.slice(shorterBefore.length) + longerBehind.slice(0, longerBehind.length - shorterBehind.length);
  return consistsOf(id, beyond);
}

/**
 * Whether a format with a text before the id and a format with a text behind the id can build the same key. `a{tenantId}` and
 * `{tenantId}b` both build `acb`, from the ids `cb` and `ac`. `yy#{tenantId}` and `{tenantId}#xx` both build `yy#xx`, in which the two
 * texts share the `#`.
 */
function doMeet(before: string, behind: string, id: IdentifierFormat): boolean {
  if (consistsOf(id, before) && consistsOf(id, behind)) {
    return true;
  }
  return [...before].some((_, index) => {
    const common = before.slice(index);
    return behind.startsWith(common) && isIdentifier(id, before.slice(0, index)) && isIdentifier(id, behind.slice(common.length));
  });
}

/**
 * Whether the key prefix of one format can begin with the prefix that the other format builds from another id. `{tenantId}/` and
 * `data/{tenantId}/` can: the tenant `data` could access everything below `data/`.
 *
 * Two prefixes of the same format never overlap if the format has a slash behind the id, since no id contains a slash.
 */
export function mayOverlap(one: KeyFormat, other: KeyFormat, id: IdentifierFormat): boolean {
  if (isSame(one, other)) {
    return false;
  }
  if (one.before === other.before) {
    return [one, other].some(({ behind }) => consistsOf(id, behind.charAt(0)));
  }
  const [shorter, longer] = one.before.length < other.before.length ? [one, other] : [other, one];
  if (!longer.before.startsWith(shorter.before)) {
    return false;
  }
  // The text that the longer beginning has beyond the shorter one is either the beginning of an id, or it contains an id.
  const beyond = longer.before.slice(shorter.before.length);
  return consistsOf(id, beyond) || [...beyond].some((_, index) => {
    const rest = beyond.slice(index);
    return isIdentifier(id, beyond.slice(0, index)) && (rest.startsWith(shorter.behind) || shorter.behind.startsWith(rest));
  });
}

function isSame(one: KeyFormat, other: KeyFormat): boolean {
  return one.before === other.before && one.behind === other.behind;
}

function byLength(one: string, other: string): [string, string] {
  return one.length <= other.length ? [one, other] : [other, one];
}
