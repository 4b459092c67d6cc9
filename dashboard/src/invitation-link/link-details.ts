import { invitationCodeOf } from 'cdk-tenancy-web';
import { isEmail } from '../../../src/contract/api';
import { plainName } from '../../../src/contract/names';

/** The details of an invitation in its link. They tell a person before the sign-in what the invitation is about, and are unconfirmed. */
export interface LinkDetails {
  readonly tenant?: string;
  /** The invited address. */
  readonly email?: string;
  /** The name of the inviter. */
  readonly inviter?: string;
}

const PARAMETER = { tenant: 'tenant', email: 'to', inviter: 'by' } as const;

/** Adds the details after the code, in the fragment. Browsers don't send the fragment, so no server logs it. */
export function linkWithDetails(link: string, details: LinkDetails): string {
  const parameters = new URLSearchParams();
  for (const [name, parameter] of Object.entries(PARAMETER)) {
    const value = details[name as keyof LinkDetails];
    if (value !== undefined && value !== '') parameters.set(parameter, value);
  }
  return parameters.size === 0 ? link : `${link}&${parameters.toString()}`;
}

/**
 * Reads the details from a link.
 *
 * @param text the part of the link after `#`
 * @returns no details if the text has no invitation code
 */
export function detailsOfLink(text: string): LinkDetails {
  if (invitationCodeOf(text) === undefined) return {};
  const parameters = new URLSearchParams(text.slice(text.indexOf('&') + 1));
  const read = (parameter: string) => parameters.get(parameter) ?? '';
  const email = read(PARAMETER.email);
  return {
    // Anyone can write such a link, so links, addresses and long texts are removed from the names.
    tenant: plainName(read(PARAMETER.tenant)),
    email: isEmail(email) ? email : undefined,
    inviter: plainName(read(PARAMETER.inviter)),
  };
}
