import { useTenant } from 'cdk-tenancy-web/react';
import { INVITATION_PATH } from '../invitation-link/given-invitation';
import { linkWithDetails } from '../invitation-link/link-details';
import { useSignedInPerson } from '../session/use-signed-in-person';

interface Invited {
  readonly link?: string;
  /** The invited address. */
  readonly email: string;
}

/** Adds the invitation's details to a link to this dashboard. A link to the application's own page is returned unchanged. */
export function useLinkToShare(tenantId: string, { link, email }: Invited): string | undefined {
  const { data: tenant } = useTenant(tenantId);
  const person = useSignedInPerson();
  if (link === undefined || !link.startsWith(`${window.location.origin}${INVITATION_PATH}#`)) return link;
  return linkWithDetails(link, { tenant: tenant?.name, email, inviter: person.name ?? person.email });
}
