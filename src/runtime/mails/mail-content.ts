import escapeHtml from 'escape-html';

/** An email, as plain text and as HTML with the same content. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The parts of an email, as plain text. */
export interface MailParts {
  /** Also the title of the HTML page. */
  readonly subject: string;
  /** A sentence without its full stop. */
  readonly heading: string;
  /** Labels and values. Labels are not escaped. */
  readonly facts: ReadonlyArray<readonly [string, string]>;
  /** Paragraphs before the link. */
  readonly before?: readonly string[];
  readonly action?: MailAction;
  /** Paragraphs after the link. */
  readonly after?: readonly string[];
  /** The last paragraph, in a smaller font. */
  readonly closing: string;
}

/** A link, which is shown as a button. */
export interface MailAction {
  readonly label: string;
  readonly link: string;
}

/** Creates an email. Everything is escaped in the HTML. */
export function mailContent(parts: MailParts): MailContent {
  const { subject, heading, facts, before = [], action, after = [], closing } = parts;
  return {
    subject,
    text: [
      `${heading}.`,
      facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
      ...before,
      ...action === undefined ? [] : [`${action.label}:\n${action.link}`],
      ...after,
      closing,
    ].join('\n\n'),
    html: html(parts),
  };
}

/** Returns a time in words, such as `4 March 2026 at 05:06`. Creates the format only when it is needed: this takes some milliseconds, and most cold starts send no mail. */
export function dayAndTime(time: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(time));
}

/** The light colors are repeated at the elements, for mail clients that remove the style sheet. */
function html({ subject, heading, facts, before = [], action, after = [], closing }: MailParts): string {
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
<title>${escapeHtml(subject)}</title>
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
${[...paragraphs(before), ...action === undefined ? [] : [button(action)], ...paragraphs(after), ...action === undefined ? [] : [plainLink(action)]].join('\n')}
<p class="quiet" style="margin:0;font-size:14px;color:#545b64">${escapeHtml(closing)}</p>
</td></tr></table>
</div></td></tr></table>
</body>
</html>`;
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.map((text) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`);
}

function button({ label, link }: MailAction): string {
  return `<p style="margin:0 0 24px"><a class="button" href="${escapeHtml(link)}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#0b57d0;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p>`;
}

function plainLink({ link }: MailAction): string {
  const href = escapeHtml(link);
  return `<p class="quiet" style="margin:0 0 4px;font-size:14px;color:#545b64">If the button does not work, open this link:</p>
<p style="margin:0 0 16px;font-size:14px;word-break:break-all;overflow-wrap:anywhere"><a class="link" href="${href}" style="color:#0b57d0">${href}</a></p>`;
}
