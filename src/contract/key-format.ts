import { consistsOf, isIdentifier, type IdentifierFormat } from './identifiers';
import type { SessionTag } from './isolation';

/**
 * How the keys of rows and objects are built from an id: what is before the id, and what is behind it.
 *
 * People write it as a text with a placeholder, such as `TENANT#{tenantId}`.
 */
export interface KeyFormat {
  readonly before: string;
  readonly behind: string;
}

/** Printable ASCII, which IAM accepts in policies, without the wildcards, the `$` of its variables, and further braces. */
const LITERAL = /^[\x20-\x7e]*$/;
const SPECIAL = /[*?${}]/;

/** The placeholder is named like the session tag that IAM puts in its place. */
export function placeholderOf(tag: SessionTag): string {
  return `{${tag}}`;
}

/** What is wrong with a text as a key format, as the end of a sentence that begins with the name of the option. */
export function keyFormatFault(keyFormat: string, tag: SessionTag): string | undefined {
  const parts = keyFormat.split(placeholderOf(tag));
  if (parts.length !== 2) {
    return `must contain ${placeholderOf(tag)} exactly once`;
  }
  return parts.every((part) => LITERAL.test(part) && !SPECIAL.test(part))
    ? undefined
    : `must have only printable ASCII characters around ${placeholderOf(tag)}, without * ? $ { and }`;
}

/** The parts of a text that has no {@link keyFormatFault}. */
export function parseKeyFormat(keyFormat: string, tag: SessionTag): KeyFormat {
  const [before, behind] = keyFormat.split(placeholderOf(tag));
  return { before, behind };
}

/** The key for an id. Of one format, no two ids have the same: all that is around them is equal. */
export function keyFor(id: string, { before, behind }: KeyFormat): string {
  return before + id + behind;
}

/**
 * Whether the key that one format builds from some id may be the key that another one builds from another id. `{tenantId}` and
 * `a{tenantId}` are such: `ab1` is the key of the tenant `ab1`, and of `b1`.
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
  // The two meet where an id of the shorter format contains all that the longer format has beyond it.
  const beyond = longerBefore.slice(shorterBefore.length) + longerBehind.slice(0, longerBehind.length - shorterBehind.length);
  return consistsOf(id, beyond);
}

/**
 * Whether a text before one id and a text behind another id may lead to the same: `a{tenantId}` and `{tenantId}b` meet in `acb`, of the
 * ids `cb` and `ac`, and `yy#{tenantId}` and `{tenantId}#xx` meet in `yy#xx`, where the texts have `#` in common.
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
 * Whether the key prefix that one format builds from some id may begin with the prefix that another one builds from another id.
 * `{tenantId}/` and `data/{tenantId}/` are such: the tenant `data` would have all that is below `data/`.
 *
 * Of one format that has a slash behind the id, no two prefixes are such: no id contains a slash.
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
  // The id of the shorter beginning is either in what the longer beginning has beyond it, or all of that is the beginning of the id.
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
