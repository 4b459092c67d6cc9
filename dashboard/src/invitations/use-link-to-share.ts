import { useTenant } from 'cdk-tenancy-web/react';
import { INVITATION_PATH } from '../invitation-link/given-invitation';
import { linkWithDetails } from '../invitation-link/link-details';
import { useSignedInPerson } from '../session/use-signed-in-person';

interface Invited {
  readonly link?: string;
  /** The invited address. */
  readonly email: string;
}

/** @returns the link with what this dashboard can say of it before the sign-in; a page of the application's own gets it as it is */
export function useLinkToShare(tenantId: string, { link, email }: Invited): string | undefined {
  const { data: tenant } = useTenant(tenantId);
  const person = useSignedInPerson();
  if (link === undefined || !link.startsWith(`${window.location.origin}${INVITATION_PATH}#`)) return link;
  return linkWithDetails(link, { tenant: tenant?.name, email, inviter: person.name ?? person.email });
}
