import { isEmail } from '../../../src/contract/api';

/** The contents of the field for addresses. */
export interface TypedAddresses {
  /** The addresses as typed, without duplicates. */
  readonly addresses: readonly string[];
  /** Parts that are not an address. */
  readonly faulty: readonly string[];
}

/** Reads a list of addresses as people and mail programs write it: `ann@example.com, Ben <ben@example.com>; cleo@example.com`. */
export function addressesIn(text: string): TypedAddresses {
  const parts = text.split(/[,;\n]/).flatMap(addressesOfPart).filter((part) => part !== '');
  const unique = [...new Map(parts.map((part) => [part.toLowerCase(), part])).values()];
  return { addresses: unique.filter(isEmail), faulty: unique.filter((part) => !isEmail(part)) };
}

/** Reads `Name <address>`, or several addresses separated by spaces. */
function addressesOfPart(part: string): readonly string[] {
  const start = part.lastIndexOf('<');
  const end = part.lastIndexOf('>');
  return start !== -1 && start < end ? [part.slice(start + 1, end).trim()] : part.split(/\s/);
}
