/**
 * The local engine decodes paths before anything else sees them, so an own id that was encoded is the own id. AWS does not,
 * and the functions refuse it there: their unit tests say so.
 */
export function decoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
