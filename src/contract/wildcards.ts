/**
 * Whether a pattern of a policy, in which `*` stands for any text, matches a text. The text can be a pattern too. Only a `*` can match a
 * `*`, so a pattern that matches another pattern matches everything that the other one matches.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const [beginning, ...parts] = pattern.split('*');
  if (parts.length === 0) return pattern === text;
  if (!text.startsWith(beginning)) return false;

  // Matching each part at its first occurrence leaves the most text for the parts after it.
  let position = beginning.length;
  const end = parts.pop()!;
  for (const part of parts) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.length - end.length >= position && text.endsWith(end);
}
