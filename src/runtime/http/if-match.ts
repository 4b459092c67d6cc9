import { invalidRequest, type ProblemError } from '../library/problem';

/** Highest number of operands of DynamoDB's `IN`. */
const MAX_TAGS = 100;

/** Enough characters for the highest number of tags, and few enough to be parsed fast. */
const MAX_LENGTH = 4_096;

/**
 * One list element (RFC 9110, sections 5.6.1 and 8.8.3): an entity tag or nothing, followed by a comma or the end. Each run of blanks has
 * only one place in the pattern. With two places for the same blanks, matching would take quadratic time.
 */
const ELEMENT = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"[ \t]*)?(?:,|$)/y;

/**
 * Returns the versions in `If-Match`. Weak tags never match (RFC 9110, section 13.1.1), and neither do tags that are not versions. A header
 * with only such tags results in an empty list, which matches no version.
 *
 * @returns the versions; nothing if the header is absent or `*`
 * @throws ProblemError 400 for a header that is not a list of entity tags
 */
export function ifMatchVersions(headerValues: readonly string[]): number[] | undefined {
  if (headerValues.length === 0) return undefined;

  const joined = headerValues.join(',');
  if (joined.length > MAX_LENGTH) {
    throw malformed(`must have at most ${MAX_LENGTH} characters`);
  }
  const header = joined.trim();
  if (header === '*') return undefined;

  const tags = entityTags(header);
  if (tags.length === 0) {
    throw malformed('must be * or a list of entity tags, each in double quotes');
  }
  if (tags.length > MAX_TAGS) {
    throw malformed(`must have at most ${MAX_TAGS} entity tags`);
  }
  const versions = tags.flatMap(({ isWeak, text }) => (!isWeak && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : []));
  return [...new Set(versions)];
}

function entityTags(header: string): Array<{ isWeak: boolean; text: string }> {
  const tags = [];
  ELEMENT.lastIndex = 0;
  while (ELEMENT.lastIndex < header.length) {
    const element = ELEMENT.exec(header);
    if (element === null) {
      throw malformed('must be * or a list of entity tags, each in double quotes');
    }
    const [, weak, text] = element;
    if (text !== undefined) tags.push({ isWeak: weak !== undefined, text });
  }
  return tags;
}

function malformed(detail: string): ProblemError {
  return invalidRequest('The If-Match header is invalid.', [{ field: 'If-Match', detail }]);
}
