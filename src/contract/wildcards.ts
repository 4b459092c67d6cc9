/**
 * Whether a pattern of a policy, in which `*` stands for any text, matches a text. A pattern is a text too: one that matches
 * another pattern matches all that the other does, since only a `*` can match a `*`.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const [beginning, ...parts] = pattern.split('*');
  if (parts.length === 0) return pattern === text;
  if (!text.startsWith(beginning)) return false;

  // The first place for each part leaves the most of the text to those behind it.
  let position = beginning.length;
  const end = parts.pop()!;
  for (const part of parts) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.length - end.length >= position && text.endsWith(end);
}
