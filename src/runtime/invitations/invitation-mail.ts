import { plainName } from '../../contract/names';
import type { TenantRole } from '../../contract/roles';
import { dayAndTime, type MailContent, mailContent } from '../mails/mail-content';

/** The contents of an invitation email. */
export interface InvitationMail {
  readonly productName: string;
  readonly tenantName: string;
  /** Absent for an invitation by an operator or a service. */
  readonly inviterName?: string;
  readonly role: TenantRole;
  readonly link: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

const SIGN_IN = 'Sign in, or create an account, with the email address that this email was sent to. The link works once.';
const UNEXPECTED = 'If you did not expect this invitation, you can ignore this email.';

/**
 * Creates the email as plain text and as HTML, with the same content. The subject does not contain the tenant's name: people choose it
 * freely, and could misuse it for messages in the product's name.
 */
export function invitationMail({ productName, link, role, expiresAt, ...names }: InvitationMail): MailContent {
  const tenant = plainName(names.tenantName);
  const inviter = names.inviterName === undefined ? undefined : plainName(names.inviterName);
  const heading = `You’ve been invited to join ${tenant === undefined ? 'a tenant' : `“${tenant}”`} in ${productName}`;
  const facts: ReadonlyArray<readonly [string, string]> = [
    ...tenant === undefined ? [] : [['Tenant', tenant] as const],
    ['Role', role],
    ...inviter === undefined ? [] : [['Invited by', inviter] as const],
    ['Expires', `${dayAndTime(expiresAt)} UTC`],
  ];
  return mailContent({
    subject: `Your invitation to ${productName}`,
    heading,
    facts,
    action: { label: 'Accept the invitation', link },
    after: [SIGN_IN],
    closing: UNEXPECTED,
  });
}
