import { isEmail } from '../../../src/contract/api';

/** What a person has typed or pasted into the field for addresses. */
export interface TypedAddresses {
  /** Each address once, as it was typed. */
  readonly addresses: readonly string[];
  /** Parts that are not an address. */
  readonly faulty: readonly string[];
}

/** Addresses, as people and mail programs write lists of them: `ann@example.com, Ben <ben@example.com>; cleo@example.com`. */
export function addressesIn(text: string): TypedAddresses {
  const parts = text.split(/[,;\n]/).flatMap(addressesOfPart).filter((part) => part !== '');
  const unique = [...new Map(parts.map((part) => [part.toLowerCase(), part])).values()];
  return { addresses: unique.filter(isEmail), faulty: unique.filter((part) => !isEmail(part)) };
}

/** Between angle brackets is the address, and before them a name. */
function addressesOfPart(part: string): readonly string[] {
  const start = part.lastIndexOf('<');
  const end = part.lastIndexOf('>');
  return start !== -1 && start < end ? [part.slice(start + 1, end).trim()] : part.split(/\s/);
}
