import { invitationMail } from '../../../src/runtime/shared/invitation-mail';

const MAIL = {
  productName: 'Shop & Co',
  tenantName: 'Smokers Inc.',
  link: 'https://app.example.com/?a=1&b=2#code',
  expiresAt: '2026-03-04T05:06:07.000Z',
};

test('says to what, where and until when', () => {
  const { subject, text, html } = invitationMail(MAIL);

  expect(subject).toBe('Your invitation to Shop & Co');
  expect(text).toBe([
    'You are invited to join “Smokers Inc.” in Shop & Co.',
    'Open this link, and sign in or sign up with the e-mail address that this mail was sent to:',
    'https://app.example.com/?a=1&b=2#code',
    'The link works once, until 4 March 2026 at 05:06 UTC. If you did not expect it, ignore this mail.',
  ].join('\n\n'));
  expect(html).toContain('<a href="https://app.example.com/?a=1&amp;b=2#code">');
  expect(html).toContain('Shop &amp; Co');
});

test('shows the name of a tenant as text, whatever is in it', () => {
  const { html } = invitationMail({ ...MAIL, tenantName: '<a href="https://evil.example">"Prize" & more</a>' });

  expect(html).not.toContain('<a href="https://evil');
  expect(html).toContain('&lt;a href=&quot;https://evil.example&quot;&gt;&quot;Prize&quot; &amp; more&lt;/a&gt;');
});

test('gives the name of a tenant one line of limited length, and no place in the subject', () => {
  const { subject, text } = invitationMail({ ...MAIL, tenantName: `Win\r\n\u0000now\n\n${'!'.repeat(500)}` });

  expect(subject).not.toContain('Win');
  expect(text.split('\n')[0]).toBe(`You are invited to join “Win now ${'!'.repeat(120)}” in Shop & Co.`);
});
