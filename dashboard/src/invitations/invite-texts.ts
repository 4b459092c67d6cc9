import type { TypedAddresses } from './addresses';

/** One request per address, one at a time: 50 take about a minute. */
export const MAX_ADDRESSES = 50;

interface Typed extends TypedAddresses {
  /** The inviter's own address, once it is known. */
  readonly own?: string;
}

/** Returns why the addresses can't be invited; `undefined` if they can. */
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
