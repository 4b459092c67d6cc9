import { ProblemError } from './problem';

/** As many operands as DynamoDB's `IN` takes. */
const MAX_TAGS = 100;

/** One list element (RFC 9110, sections 5.6.1 and 8.8.3): an entity tag, or nothing, with what separates it. */
const ELEMENT = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)")?[ \t]*(?:,|$)/y;

/**
 * Versions that `If-Match` asks for. Weak tags never match (RFC 9110, section 13.1.1), and neither does a tag that is
 * no version: a header with nothing else gives an empty list, which matches no version at all.
 *
 * @returns the versions; nothing when the header is absent or `*`
 * @throws ProblemError 400 for a header that is no list of entity tags
 */
export function ifMatchVersions(headerValues: readonly string[]): number[] | undefined {
  if (headerValues.length === 0) return undefined;

  const header = headerValues.join(',').trim();
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
  return new ProblemError(400, 'The If-Match header is invalid.', [{ field: 'If-Match', detail }]);
}
