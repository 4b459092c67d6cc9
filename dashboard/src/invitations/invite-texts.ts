import type { TypedAddresses } from './addresses';

/** Each address is a request, and one is sent after the other: fifty take about a minute. */
export const MAX_ADDRESSES = 50;

interface Typed extends TypedAddresses {
  /** Address of the person who invites, once it is known. */
  readonly own?: string;
}

/** @returns why the addresses cannot be invited; nothing when they can */
export function faultText({ addresses, faulty, own }: Typed): string | undefined {
  if (faulty.length > 0) {
    const listed = faulty.map((part) => `“${part}”`).join(', ');
    return faulty.length === 1 ? `${listed} isn't an email address. Correct or remove it.` : `These aren't email addresses: ${listed}. Correct or remove them.`;
  }
  if (addresses.length === 0) return 'Enter an email address.';
  if (addresses.length > MAX_ADDRESSES) return `Enter at most ${MAX_ADDRESSES} addresses at once. You entered ${addresses.length}.`;
  if (own !== undefined && addresses.some((email) => email.toLowerCase() === own.toLowerCase())) {
    return `You're already a member of this tenant. ${addresses.length === 1 ? "Enter someone else's address." : `Remove ${own}.`}`;
  }
  return undefined;
}
