import { type Notice, readNotice } from '../../../../src/runtime/functions/admin-notices/notice';
import { noticeMail } from '../../../../src/runtime/functions/admin-notices/notice-mail';
import { TENANT_ID, USER_ID } from '../../events';

const ANN = { userid: USER_ID, name: 'Ann', email: 'ann@example.com' };
const BY_ANN = { type: 'user', id: USER_ID };
const OPERATOR = { type: 'operator', id: 'arn:aws:sts::123456789012:assumed-role/support/eve@example.com' };
const ORIGIN = { tenantId: TENANT_ID, eventId: 'e1', occurredAt: '2026-03-04T05:06:07Z', version: '1' };
const CONTEXT = { productName: 'Shop & Co', pageUrl: 'https://app.example.com/?a=1&b=2', tenantName: 'Acme', admins: [ANN] };

const noticeOf = (detailType: string, detail: object): Notice => readNotice({ 'detail-type': detailType, 'detail': { ...ORIGIN, ...detail } });
const closed = (actor?: object) => noticeOf('closureScheduled', { actor, deleteAt: '2026-04-03T05:06:07.000Z' });
const restored = (actor: object, status = 'active') => noticeOf('closureCancelled', { actor, status });

test('says who closed the tenant, when it is deleted, and how to restore it', () => {
  const { subject, text } = noticeMail(closed(BY_ANN), CONTEXT);

  expect(subject).toBe('A tenant in Shop & Co was closed');
  expect(text).toBe([
    'Ann closed “Acme” in Shop & Co.',
    'Tenant: Acme\nClosed by: Ann\nClosed: 4 March 2026 at 05:06 UTC\nDeletion: 3 April 2026 at 05:06 UTC',
    'The tenant and all of its data will be deleted on 3 April 2026 at 05:06 UTC. Until then, nobody can change it.',
    'If this was a mistake, restore it before then.',
    'Restore the tenant:\nhttps://app.example.com/?a=1&b=2',
    'You get this email because you are an admin of this tenant.',
  ].join('\n\n'));
});

test('has no link without a page', () => {
  const { text, html } = noticeMail(closed(BY_ANN), { ...CONTEXT, pageUrl: '' });

  expect(text).toContain('If this was a mistake, sign in and restore it before then.\n\nYou get this email');
  expect(html).not.toContain('href');
});

test('says that only the operator can restore what the operator has closed, and does not name the principal', () => {
  const { text, html } = noticeMail(closed(OPERATOR), CONTEXT);

  expect(text).toContain('The operator of the application closed “Acme” in Shop & Co.');
  expect(text).toContain('If this was a mistake, ask the operator of the application to restore it before then. Admins cannot restore it themselves.');
  expect(text + html).not.toMatch(/arn:|eve|app\.example\.com/);
});

test('says who restored the tenant, and whether it is suspended', () => {
  expect(noticeMail(restored(BY_ANN), CONTEXT)).toMatchObject({
    subject: 'A tenant in Shop & Co was restored',
    text: [
      'Ann restored “Acme” in Shop & Co.',
      'Tenant: Acme\nRestored by: Ann\nRestored: 4 March 2026 at 05:06 UTC',
      'The tenant will not be deleted.',
      'Its members can use it again after they refresh the page or sign in.',
      'You get this email because you are an admin of this tenant.',
    ].join('\n\n'),
  });
  expect(noticeMail(restored(OPERATOR, 'suspended'), CONTEXT).text).toContain('It is suspended, as it was before it was closed.');
});

test('says who exported the data, and what to do about an unexpected export', () => {
  const exported = (actor: object) => noticeMail(noticeOf('exported', { actor, exportId: 'x1' }), CONTEXT);

  expect(exported(BY_ANN)).toMatchObject({
    subject: 'The data of a tenant in Shop & Co was exported',
    text: [
      'Ann exported the data of “Acme” in Shop & Co.',
      'Tenant: Acme\nExported by: Ann\nExported: 4 March 2026 at 05:06 UTC',
      'The files can be downloaded for some days by admins of the tenant and by the operator of the application.',
      'If you did not expect this, ask the other admins, and check who is an admin of the tenant.',
      'Open the tenant:\nhttps://app.example.com/?a=1&b=2',
      'You get this email because you are an admin of this tenant.',
    ].join('\n\n'),
  });
  expect(exported(OPERATOR).text).toContain('If you did not expect this, ask the operator of the application.\n\nYou get');
});

test.each([
  ['a person who is no longer an admin', { type: 'user', id: 'gone' }, 'A former admin'],
  ['a service', { type: 'service', id: OPERATOR.id }, 'The operator of the application'],
  ['a row that the application has written itself', undefined, 'The operator of the application'],
])('names the actor in words: %s', (_, actor, name) => {
  expect(noticeMail(closed(actor), CONTEXT).text).toMatch(new RegExp(`^${name} closed `));
});

test('shows neither links nor markup of names', () => {
  const evil = '<b>Win</b> https://evil.example now';
  const { subject, text, html } = noticeMail(closed(BY_ANN), { ...CONTEXT, tenantName: evil, admins: [{ ...ANN, name: evil }] });

  expect(subject).not.toContain('Win');
  expect(text).not.toContain('evil.example');
  expect(html).toContain('&lt;b&gt;Win');
  expect(html).not.toMatch(/<b>|evil\.example/);
  expect(html.match(/href="[^"]*"/g)).toEqual(Array(2).fill('href="https://app.example.com/?a=1&amp;b=2"'));
});

test('leaves out names of which nothing is left', () => {
  const { text } = noticeMail(closed(BY_ANN), { ...CONTEXT, tenantName: 'www.evil', admins: [{ ...ANN, name: '\u200b' }] });

  expect(text).toMatch(/^An admin closed a tenant in Shop & Co\.\n\nClosed by: An admin\n/);
});
