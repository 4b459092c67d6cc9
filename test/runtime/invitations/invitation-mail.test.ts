import { plainName } from '../../../src/contract/names';
import { invitationMail } from '../../../src/runtime/invitations/invitation-mail';

const MAIL = {
  productName: 'Shop & Co',
  tenantName: 'Smokers Inc.',
  inviterName: 'Ada Lovelace',
  role: 'admin',
  link: 'https://app.example.com/?a=1&b=2#code',
  expiresAt: '2026-03-04T05:06:07.000Z',
};

/** The visible text of the HTML. */
function visibleText(html: string): string {
  return html.replace(/<style>[^]*<\/style>|<title>[^<]*<\/title>/g, '').replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replace(/\s+/g, ' ');
}

test('says who invites, to what, as what, where and until when', () => {
  const { subject, text } = invitationMail(MAIL);

  expect(subject).toBe('Your invitation to Shop & Co');
  expect(text).toBe([
    'You’ve been invited to join “Smokers Inc.” in Shop & Co.',
    'Tenant: Smokers Inc.\nRole: admin\nInvited by: Ada Lovelace\nExpires: 4 March 2026 at 05:06 UTC',
    'Accept the invitation:\nhttps://app.example.com/?a=1&b=2#code',
    'Sign in, or create an account, with the email address that this email was sent to. The link works once.',
    'If you did not expect this invitation, you can ignore this email.',
  ].join('\n\n'));
});

test('has the same content in HTML', () => {
  const { text, html } = invitationMail(MAIL);

  const visible = visibleText(html);
  for (const line of text.split('\n').filter((part) => part !== '')) {
    expect(visible).toContain(line.replace(/^(Tenant|Role|Invited by|Expires): /, '$1 ').replace(/ in Shop & Co\.$/, ' in Shop & Co').replace(/:$/, ''));
  }
  expect(html.match(/href="[^"]*"/g)).toEqual(Array(2).fill('href="https://app.example.com/?a=1&amp;b=2#code"'));
});

test.each([undefined, '\u200b', 'https://evil.example'])('names no inviter when the name is %j', (inviterName) => {
  expect(invitationMail({ ...MAIL, inviterName }).text).not.toContain('Invited by');
});

test('leaves out the name of a tenant of which nothing is left', () => {
  const { text, html } = invitationMail({ ...MAIL, tenantName: 'https://evil.example' });

  expect(text).toContain('You’ve been invited to join a tenant in Shop & Co.\n\nRole: admin');
  expect(visibleText(html)).toContain('You’ve been invited to join a tenant in Shop & Co');
});

describe('a name in a mail', () => {
  test.each([
    ['Smokers Inc.', 'Smokers Inc.'],
    ['O\'Neil & Sons', 'O\'Neil & Sons'],
    ['O’Neil', 'O’Neil'],
    ['Node.js e. V.', 'Node js e. V.'],
    ['Acme locked: https://evil.example/pay', 'Acme locked:'],
    ['Acme” — urgent: “pay', 'Acme — urgent: pay'],
    ['"Acme" «x» 「y」', 'Acme x y'],
    ['evil.example', 'evil example'],
    ['evil．example evil。example evil｡example evil․example', 'evil example evil example evil example evil example'],
    ['evil﹒example evil.\u0301example', 'evil example evil \u0301example'],
    ['call +1 (800) 555-0199 now', 'call now'],
    ['Acme ❞ ″ \'\' ’’ in', 'Acme in'],
    ['tel:12 mailto:ada sms:1 javascript:x https:∕∕evil ada﹫evil', 'ada evil'],
    ['Studio 54 of 1977', 'Studio 54 of 1977'],
    ['evil\u200b.\u200bexample', 'evil example'],
    ['evil.\u00adexample', 'evil example'],
    ['пример.рф 例え.テスト', 'пример рф 例え テスト'],
    ['www.evil', undefined],
    ['WWW.evil Acme', 'Acme'],
    ['http://localhost Acme', 'Acme'],
    ['(http://x) //evil ftp:/／x HTTP：／／x', undefined],
    ['ada@evil.example', 'ada evil example'],
    ['1.2.3.4', '1 2 3 4'],
    ['Acme\r\n\u0000\u2028now', 'Acme now'],
    ['\u202eemcA\u2066', 'emcA'],
    ['\u200b\u3164', undefined],
    ['👩🏽‍🚀', '👩🏽🚀'],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['🏢'.repeat(128), `${'🏢'.repeat(59)}…`],
  ])('%j is shown as %j', (name, shown) => {
    expect(plainName(name)).toBe(shown);
  });

  test.each([
    'https://evil.example', 'x https://evil.example y', 'www.evil.example', 'evil.example', 'evil．example', 'evil。example', 'a.b.c.d', 'http:/\u200b/evil.example', 'evil.e\u0301xample',
    '</td><a href="https://evil.example">', 'evil..example', '💩.la', 'a_.b', 'x://y.z', 'ｗｗｗ．ｅｖｉｌ．ｅｘａｍｐｌｅ',
  ])('does not turn %j into a link', (name) => {
    const { text, html } = invitationMail({ ...MAIL, tenantName: name, inviterName: name });

    for (const shown of [text, visibleText(html)]) {
      const names = shown.replaceAll(MAIL.link, '').replaceAll(MAIL.link.replaceAll('&', '&amp;'), '');
      expect(names).not.toMatch(/:\/\/|www[.．]|[.．。｡․][\p{L}\p{N}]/u);
    }
    expect(html.match(/href="[^"]*"/g)).toHaveLength(2);
    expect(html).not.toContain('<a href="https://evil');
  });
});

test('shows the name of a tenant on one line of limited length, and not in the subject', () => {
  const { subject, text } = invitationMail({ ...MAIL, tenantName: `Win\r\n\u0000now\n\n${'!'.repeat(500)}` });

  expect(subject).not.toContain('Win');
  expect(text.split('\n')[0]).toBe(`You’ve been invited to join “Win now ${'!'.repeat(51)}…” in Shop & Co.`);
});

test('lists no tenant with an invisible name, and has the product in the title of the page', () => {
  const { text, html } = invitationMail({ ...MAIL, tenantName: 'www.evil', inviterName: undefined });

  expect(text.split('\n\n')[1].split('\n').map((fact) => fact.split(':')[0])).toEqual(['Role', 'Expires']);
  expect(html).toContain('<title>Your invitation to Shop &amp; Co</title>');
});
