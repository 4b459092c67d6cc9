import escapeHtml from 'escape-html';
import { TENANT_NAME_MAX_LENGTH } from '../../contract/api';

/** What a mail tells the invited person. */
export interface InvitationMail {
  readonly productName: string;
  readonly tenantName: string;
  readonly link: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The mail as plain text and as HTML. Its subject does not repeat the name of the tenant: people choose that name freely, and mail
 * in the product's name is no place for what they want to shout.
 */
export function invitationMail({ productName, tenantName, link, expiresAt }: InvitationMail): MailContent {
  const opening = `You are invited to join \u201c${oneLine(tenantName)}\u201d in ${productName}.`;
  const request = 'Open this link, and sign in or sign up with the e-mail address that this mail was sent to:';
  const closing = `The link works once, until ${dayAndTime(expiresAt)} UTC. If you did not expect it, ignore this mail.`;
  return {
    subject: `Your invitation to ${productName}`,
    text: [opening, request, link, closing].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      `<p>${escapeHtml(opening)}</p>`,
      `<p>${escapeHtml(request)}</p>`,
      `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      `<p>${escapeHtml(closing)}</p>`,
      '</body></html>',
    ].join('\n'),
  };
}

/** The format is made when it is needed: it takes some milliseconds, and most cold starts send no mail. */
function dayAndTime(time: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(time));
}

/** Tenants of sign-ups are called what people are called in the pool, which may be longer and have line breaks in it. */
function oneLine(name: string): string {
  return name.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim().slice(0, TENANT_NAME_MAX_LENGTH);
}
