/**
 * Decodes an id as the local engine does: it decodes paths first, so an encoded own id is the own id. AWS does not decode them,
 * and there the functions refuse encoded ids. Their unit tests show that.
 */
export function decoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
