import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { INVITATION_MAX_DAYS } from '../../../contract/api';
import type { InvitationDeliveryEnvironment } from '../../../contract/environment';
import { DEFAULT_INVITATION_DAYS, DEFAULT_MAILS_PER_TENANT_AND_DAY, HIGHEST_MAILS_PER_TENANT_AND_DAY } from '../../../contract/limits';
import type { InvitationEmail } from '../../invitation-email';
import { ConstructError } from '../validation/construct-error';
import { requireDuration } from '../validation/whole-duration';

export interface InvitationDeliveryProps {
  readonly invitationsPerTenant: number;
  readonly expiration?: Duration;
  readonly invitationPageUrl?: string;
  readonly email?: InvitationEmail;
  readonly mailsPerTenantAndDay?: number;
}

/** An address, or a name followed by an address in angle brackets. SES accepts only ASCII, and other names encoded by RFC 2047. */
const SENDER = /^(?:[^<>@\s]+@[^<>@\s]+|[\x20-\x3b\x3d\x3f-\x7e]*<[^<>@\s]+@[^<>@\s]+>)$/;

const ASCII = /^[\x20-\x7e]*$/;

/** @throws Error if a setting is invalid, or if invitations could not reach people */
export function invitationDeliveryEnvironment(scope: Construct, props: InvitationDeliveryProps): InvitationDeliveryEnvironment {
  const {
    invitationsPerTenant,
    expiration = Duration.days(DEFAULT_INVITATION_DAYS),
    invitationPageUrl = '',
    email,
    mailsPerTenantAndDay = DEFAULT_MAILS_PER_TENANT_AND_DAY,
  } = props;
  requireDays(scope, expiration);
  requirePageUrl(scope, invitationPageUrl);
  requireMails(scope, props);
  if (email) {
    requireEmail(scope, email, invitationPageUrl);
  }
  return {
    TENANCY_MAX_INVITATIONS_PER_TENANT: Tokenization.stringifyNumber(invitationsPerTenant),
    TENANCY_MAX_MAILS: Tokenization.stringifyNumber(mailsPerTenantAndDay),
    TENANCY_INVITATION_DAYS: Tokenization.stringifyNumber(expiration.toDays()),
    TENANCY_INVITATION_URL: invitationPageUrl,
    TENANCY_MAIL_FROM: email?.from ?? '',
    TENANCY_PRODUCT_NAME: email?.productName ?? '',
  };
}

function requireDays(scope: Construct, expiration: Duration): void {
  requireDuration(scope, 'expiration', expiration);
  if (expiration.isUnresolved()) {
    return;
  }
  const days = expiration.toDays({ integral: false });
  if (!Number.isInteger(days) || days < 1 || days > INVITATION_MAX_DAYS) {
    throw new ConstructError(scope, `expiration must be 1 to ${INVITATION_MAX_DAYS} whole days, but was ${expiration.toHumanString()}.`);
  }
}

function requireMails(scope: Construct, { email, mailsPerTenantAndDay: mails }: InvitationDeliveryProps): void {
  if (mails === undefined) {
    return;
  }
  if (email === undefined) {
    throw new ConstructError(scope, 'mailsPerTenantAndDay must come with email, but email is missing, so no mail is sent. Pass email, or remove mailsPerTenantAndDay.');
  }
  if (!Token.isUnresolved(mails) && !(Number.isSafeInteger(mails) && mails >= 1 && mails <= HIGHEST_MAILS_PER_TENANT_AND_DAY)) {
    throw new ConstructError(scope, `mailsPerTenantAndDay must be a whole number from 1 to ${HIGHEST_MAILS_PER_TENANT_AND_DAY}, but was ${mails}.`);
  }
}

function requirePageUrl(scope: Construct, url: string): void {
  if (url === '' || Token.isUnresolved(url)) {
    return;
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isSafe = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && parsed.hostname === 'localhost');
  if (!isSafe || url.includes('#')) {
    throw new ConstructError(scope, 'invitationPageUrl must be the https URL of a page without a #, because the code is added after a #, '
      + `but was ${JSON.stringify(url)}. Plain http is allowed only for localhost.`);
  }
}

function requireEmail(scope: Construct, { from, productName }: InvitationEmail, invitationPageUrl: string): void {
  if (invitationPageUrl === '') {
    throw new ConstructError(scope, 'email must come with invitationPageUrl, the page that the mail links to, but invitationPageUrl is missing. '
      + 'Pass the address of the page where people accept invitations, or host the dashboard with `dashboard: {}`.');
  }
  if (!Token.isUnresolved(from) && !(SENDER.test(from) && ASCII.test(from))) {
    throw new ConstructError(scope, 'email.from must be an address such as no-reply@example.com, or a name and an address such as Example <no-reply@example.com>, '
      + `in ASCII, but was ${JSON.stringify(from)}.`);
  }
  if (productName.trim() === '') {
    throw new ConstructError(scope, 'email.productName must be the name of the product, but was empty. Pass the name that people know.');
  }
}
