import type { InvitationDelivery } from './invitation-delivery';
import type { InvitationLimits } from './invitation-operations';
import type { InvitationDeliveryEnvironment, InvitationsTableEnvironment } from '../../contract/environment';
import { count, type EnvironmentChecks, nonEmptyText, text } from '../environment/environment';

/** Checks of the variables of functions that create invitations. */
export const invitationChecks: EnvironmentChecks<InvitationsTableEnvironment & InvitationDeliveryEnvironment> = {
  TENANCY_INVITATIONS_TABLE_NAME: nonEmptyText,
  TENANCY_MAX_INVITATIONS_PER_TENANT: count,
  TENANCY_MAX_MAILS: count,
  TENANCY_INVITATION_DAYS: count,
  TENANCY_INVITATION_URL: text,
  TENANCY_MAIL_FROM: text,
  TENANCY_PRODUCT_NAME: text,
};

export function invitationLimits(environment: InvitationDeliveryEnvironment): InvitationLimits {
  return {
    invitationsPerTenant: Number(environment.TENANCY_MAX_INVITATIONS_PER_TENANT),
    ...environment.TENANCY_MAIL_FROM !== '' && { mailsPerTenantAndDay: Number(environment.TENANCY_MAX_MAILS) },
    days: Number(environment.TENANCY_INVITATION_DAYS),
  };
}

export function invitationDelivery(environment: InvitationDeliveryEnvironment): InvitationDelivery {
  return {
    pageUrl: environment.TENANCY_INVITATION_URL,
    mailFrom: environment.TENANCY_MAIL_FROM,
    productName: environment.TENANCY_PRODUCT_NAME,
  };
}
