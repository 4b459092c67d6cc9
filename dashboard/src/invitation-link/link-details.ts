import { invitationCodeOf } from 'cdk-tenancy-web';
import { isEmail } from '../../../src/contract/api';
import { plainName } from '../../../src/contract/names';

/** What a link says of its invitation, so that a person knows what it is about before the sign-in. Nothing of it is confirmed. */
export interface LinkDetails {
  readonly tenant?: string;
  /** The invited address. */
  readonly email?: string;
  /** The person who invites. */
  readonly inviter?: string;
}

const PARAMETER = { tenant: 'tenant', email: 'to', inviter: 'by' } as const;

/** Adds the details behind the code, where browsers keep them to themselves: they are in no log of a server. */
export function linkWithDetails(link: string, details: LinkDetails): string {
  const parameters = new URLSearchParams();
  for (const [name, parameter] of Object.entries(PARAMETER)) {
    const value = details[name as keyof LinkDetails];
    if (value !== undefined && value !== '') parameters.set(parameter, value);
  }
  return parameters.size === 0 ? link : `${link}&${parameters.toString()}`;
}

/**
 * Reads what a link says of its invitation.
 *
 * @param text The part of the link behind `#`.
 * @returns no details if the text has no invitation code
 */
export function detailsOfLink(text: string): LinkDetails {
  if (invitationCodeOf(text) === undefined) return {};
  const parameters = new URLSearchParams(text.slice(text.indexOf('&') + 1));
  const read = (parameter: string) => parameters.get(parameter) ?? '';
  const email = read(PARAMETER.email);
  return {
    // Anyone can write such a link, so messages and addresses are taken out of the names.
    tenant: plainName(read(PARAMETER.tenant)),
    email: isEmail(email) ? email : undefined,
    inviter: plainName(read(PARAMETER.inviter)),
  };
}
