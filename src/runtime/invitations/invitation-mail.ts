import escapeHtml from 'escape-html';
import { plainName } from '../../contract/names';
import type { TenantRole } from '../../contract/roles';

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

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
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
  return {
    subject: `Your invitation to ${productName}`,
    text: [
      `${heading}.`,
      facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
      `Accept the invitation:\n${link}`,
      SIGN_IN,
      UNEXPECTED,
    ].join('\n\n'),
    html: html({ title: `Your invitation to ${productName}`, heading, facts, link }),
  };
}

interface Page {
  readonly title: string;
  readonly heading: string;
  readonly facts: ReadonlyArray<readonly [string, string]>;
  readonly link: string;
}

/** The light colors are repeated at the elements, for mail clients that remove the style sheet. */
function html({ title, heading, facts, link }: Page): string {
  const href = escapeHtml(link);
  const rows = facts.map(([label, value]) => '<tr>'
    + `<th class="quiet" scope="row" style="padding:4px 16px 4px 0;text-align:left;vertical-align:top;font-weight:400;white-space:nowrap;color:#545b64">${label}</th>`
    + `<td style="padding:4px 0;text-align:left;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #10151b !important; }
  .card { background: #1b232c !important; color: #f2f4f7 !important; border-color: #36414d !important; }
  .quiet { color: #b4bdc7 !important; }
  .link { color: #8ab8ff !important; }
  .button { background: #8ab8ff !important; color: #10151b !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f2f4f7">
<table class="page" role="presentation" width="100%" cellspacing="0" cellpadding="0" style="background:#f2f4f7"><tr><td align="center" style="padding:24px 12px"><div role="main">
<table class="card" role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:560px;table-layout:fixed;background:#ffffff;color:#16191f;border:1px solid #d5dbe1;border-radius:8px;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5"><tr><td style="padding:24px;text-align:left">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;overflow-wrap:anywhere">${escapeHtml(heading)}</h1>
<table cellspacing="0" cellpadding="0" style="margin:0 0 24px;font-size:16px;line-height:1.5">
${rows}
</table>
<p style="margin:0 0 24px"><a class="button" href="${href}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#0b57d0;color:#ffffff;font-weight:600;text-decoration:none">Accept the invitation</a></p>
<p style="margin:0 0 16px">${SIGN_IN}</p>
<p class="quiet" style="margin:0 0 4px;font-size:14px;color:#545b64">If the button does not work, open this link:</p>
<p style="margin:0 0 16px;font-size:14px;word-break:break-all;overflow-wrap:anywhere"><a class="link" href="${href}" style="color:#0b57d0">${href}</a></p>
<p class="quiet" style="margin:0;font-size:14px;color:#545b64">${UNEXPECTED}</p>
</td></tr></table>
</div></td></tr></table>
</body>
</html>`;
}

/** Creates the format only when it is needed: this takes some milliseconds, and most cold starts send no mail. */
function dayAndTime(time: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(time));
}
