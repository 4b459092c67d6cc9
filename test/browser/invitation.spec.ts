import { configurationOf } from './support/configuration';
import { invite } from './support/invitations';
import { expect, test } from './support/test';
import type { Visitor } from './support/visitor';
import { call } from '../../local/client/api';
import { outputs } from '../e2e/support/engine';
import { newCustomer, newEmail } from '../e2e/support/people';

const PREVIEW = '**/invitations/preview';
const FOR_ALL = { 'access-control-allow-origin': '*' };

/** Signs in a person who is invited. @returns the link of the invitation */
async function invitationWhileSignedIn(visitor: Visitor): Promise<string> {
  const [ann, ben] = [await newCustomer('Ann'), await newCustomer('Ben')];
  const { link } = await invite(ann, ben.email);
  await visitor.openAs(ben);
  await visitor.dashboard.expectTenant(ben.tenantId);
  return link;
}

test('a person with an account signs in with the link, and works in the new tenant besides their own', async ({ visitor: { dashboard, page } }) => {
  const [ann, ben] = [await newCustomer('Ann'), await newCustomer('Ben')];
  const { link } = await invite(ann, ben.email);
  await page.goto(link);
  await page.getByRole('tab', { name: 'Sign in' }).click();
  await dashboard.signIn(ben.email);
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(ann.tenantId);
  await expect(dashboard.heading).toBeFocused();
  await dashboard.goTo('My tenants');
  await expect(page.getByText(ben.tenantId)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: ann.tenantId }).getByText('Current', { exact: true })).toBeVisible();
  await expect(page.getByText('Current', { exact: true })).toHaveCount(1);
});

test('the code is removed from the address, and survives a load', async ({ visitor: { dashboard, page } }) => {
  const ann = await newCustomer('Ann');
  const email = newEmail();
  const { link, code } = await invite(ann, email);
  await page.goto(link);
  await expect(page.getByText('You\'ve been invited to join a tenant')).toBeVisible();
  expect(page.url()).toBe(`${dashboard.url}/invitation`);
  await page.reload();
  await expect(page.getByText('You\'ve been invited to join a tenant')).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))).not.toContain(code);

  await dashboard.enterAccount(email);
  await expect(page.getByLabel('Confirmation code')).toBeVisible();
  await expect(page.getByText('Create an account or sign in')).toBeHidden();
  await dashboard.confirm();
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(ann.tenantId);
  // Going back doesn't bring the code back.
  expect(await page.evaluate(() => JSON.stringify(history.state))).not.toContain(code);
});

test('a person who declines is not in a tenant, and the invitation is no longer valid', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const email = newEmail();
  const { link } = await invite(await newCustomer('Ann'), email);
  await page.goto(link);
  await dashboard.signUp(email);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('heading', { name: 'You declined this invitation' })).toBeVisible();
  await expect(dashboard.heading).toBeFocused();

  visitor.willSee(/status of 404 .*invitations\/preview/);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('alert').getByRole('heading', { name: 'This invitation is no longer valid' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Tenant', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'You\'re not in a tenant yet' })).toBeVisible();
});

test('a person without a tenant can enter the code of an invitation, or create a tenant', async ({ visitor: { dashboard, page } }) => {
  const email = newEmail();
  const [first, second] = [await newCustomer('Ann'), await newCustomer('Bob')];
  const { link } = await invite(first, email);
  await page.goto(link);
  await dashboard.signUp(email);
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();

  await dashboard.open();
  await expect(page.getByRole('link', { name: 'Create a tenant' })).toBeVisible();
  await page.getByRole('link', { name: 'Enter an invitation' }).click();
  await expect(page.getByText('Paste your invitation link.')).toBeVisible();
  const field = page.getByLabel('Invitation link or code');
  await field.fill('hello');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('This isn\'t an invitation')).toBeVisible();
  await expect(field).toBeFocused();
  await field.fill(`  ${(await invite(second, email)).code}  `);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(second.tenantId);
});

test('a person who is signed in with another email address sees this, and signs in with the right one', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const [ann, ben, cleo] = [await newCustomer('Ann'), await newCustomer('Ben'), await newCustomer('Cleo')];
  const { link } = await invite(ann, ben.email);
  await visitor.openAs(cleo);
  await dashboard.expectTenant(cleo.tenantId);

  visitor.willSee(/status of 403 .*invitations\/preview/);
  await page.goto(link);
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading', { name: 'This invitation is for another email' })).toBeVisible();
  await expect(alert).toContainText(cleo.email);
  await expect(alert).not.toContainText(ben.email);
  await alert.getByRole('button', { name: 'Sign out' }).click();
  await dashboard.expectSignIn();
  await dashboard.signIn(ben.email);
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(ann.tenantId);
});

test('an invitation by a former admin is no longer valid, and the page names the next step', async ({ visitor }) => {
  const { page } = visitor;
  const link = await invitationWhileSignedIn(visitor);

  visitor.willSee(/status of 410 .*invitations\/preview/);
  await page.route(PREVIEW, (route) => route.fulfill({ status: 410, json: { status: 410, detail: '', code: 'invitationInvalidated' }, headers: FOR_ALL }));
  await page.goto(link);
  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading', { name: 'This invitation is no longer valid' })).toBeVisible();
  await expect(alert).toContainText('Ask an admin of the tenant for a new one.');
});

test('the page of an expired invitation says what to do', async ({ visitor }) => {
  const { page } = visitor;
  const link = await invitationWhileSignedIn(visitor);

  visitor.willSee(/status of 410 .*invitations\/preview/);
  await page.route(PREVIEW, (route) => route.fulfill({ status: 410, json: {}, headers: FOR_ALL }));
  await page.goto(link);
  await expect(page.getByRole('alert').getByRole('heading', { name: 'This invitation has expired' })).toBeVisible();
});

test('an invitation that could not be loaded is loaded again by one press', async ({ visitor }) => {
  const { page } = visitor;
  const link = await invitationWhileSignedIn(visitor);

  visitor.willSee(/status of 501 .*invitations\/preview/);
  await page.route(PREVIEW, (route) => route.fulfill({ status: 501, json: {}, headers: FOR_ALL }));
  await page.goto(link);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.unroute(PREVIEW);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
});

test('another link that is opened in the same tab replaces the first', async ({ visitor: { dashboard, page } }) => {
  const [ann, bob, ben] = [await newCustomer('Ann'), await newCustomer('Bob'), await newCustomer('Ben')];
  const [first, second] = [await invite(ann, ben.email), await invite(bob, ben.email)];
  await page.goto(first.link);
  await expect(page.getByText('You\'ve been invited to join a tenant')).toBeVisible();
  await page.goto(second.link);
  await expect(page).toHaveURL(`${dashboard.url}/invitation`);
  await page.getByRole('tab', { name: 'Sign in' }).click();
  await dashboard.signIn(ben.email);
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(bob.tenantId);
});

test('the inviter sees which limit is reached', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer('Ann');
  await visitor.openAs(customer);
  await dashboard.expectTenant();
  visitor.willSee(/status of 409 .*invitations/);
  await page.route('**/tenant/*/invitations', (route) => route.request().method() === 'POST'
    ? route.fulfill({ status: 409, headers: FOR_ALL, json: { status: 409, detail: '', limit: { name: 'invitationsPerTenant', value: 3 } } })
    : route.continue());
  await dashboard.goTo('Invitations');
  await page.getByLabel('Email').fill(newEmail());
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/You've reached the limit of 3 pending invitations\. Revoke one to send another\./);
  await expect(page.getByLabel('Email')).toBeFocused();
});

test('an invalid address is refused before it is sent', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  await visitor.openAs(await newCustomer('Ann'));
  await dashboard.goTo('Invitations');
  await page.getByLabel('Email').fill('ben');
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByText('“ben” isn\'t an email address. Correct or remove it.')).toBeVisible();
  await expect(page.getByLabel('Email')).toBeFocused();
});

test('an invitation that is sent again has a new link, and a revoked one has none', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer('Ann');
  const bensEmail = newEmail();
  await visitor.openAs(customer);
  const link = await dashboard.invite(bensEmail);
  await expect(page.getByRole('heading', { name: `${bensEmail} is invited` })).toBeFocused();
  const invitation = dashboard.person(bensEmail);
  await invitation.getByRole('button', { name: 'again' }).click();
  await expect(page.getByText(link)).toHaveCount(0);
  await expect(page.getByText(`${outputs.LocalDashboardUrl}/invitation#`)).toBeVisible();

  await invitation.getByRole('button', { name: 'Revoke' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(invitation.getByRole('button', { name: 'Revoke' })).toBeFocused();
  await invitation.getByRole('button', { name: 'Revoke' }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(invitation).toHaveCount(0);
  await expect(page.getByText(`${outputs.LocalDashboardUrl}/invitation#`)).toHaveCount(0);
  await expect(page.getByText(`The invitation for ${bensEmail} was revoked.`)).toBeVisible();
});

test('features that an application has turned off are not on the page', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer('Ann');
  await dashboard.open();
  const deployed = await configurationOf(page);
  await page.route('**/config.json', (route) => route.fulfill({
    json: { ...deployed, features: { members: false, invitations: false, additionalTenants: false, closure: false, exports: false } },
  }));
  await dashboard.open('/invitation#a.code');
  await dashboard.expectSignIn();
  await dashboard.signIn(email);
  await expect(dashboard.heading).toHaveText('Page not found');
  await dashboard.goTo('Tenant');
  await dashboard.expectTenant(tenantId);
  await expect(dashboard.navigation('Members')).toHaveCount(0);
  await expect(dashboard.navigation('Invitations')).toHaveCount(0);
  await dashboard.switcher.click();
  await expect(page.getByText('You\'re not in any other tenant.')).toBeVisible();
  await expect(page.getByText('Create another tenant')).toHaveCount(0);
});

test('the roles that an application has declared can be assigned', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer('Ann');
  await dashboard.open();
  const deployed = await configurationOf(page);
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...deployed, roles: ['admin', 'member', 'site-manager'] } }));
  await visitor.openAs(customer);
  await dashboard.goTo('Invitations');
  await expect(page.getByLabel('Role').getByRole('option')).toHaveText(['Admin', 'Member', 'Site manager']);
});

test('an acceptance whose response was lost is recognized as successful', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const [ann, ben] = [await newCustomer('Ann'), await newCustomer('Ben')];
  const { link } = await invite(ann, ben.email);
  await page.goto(link);
  await page.getByRole('tab', { name: 'Sign in' }).click();
  await dashboard.signIn(ben.email);
  visitor.willSee(/ERR_FAILED.*invitations\/accept/);
  await page.route('**/invitations/accept', async (route) => {
    const path = `tenants/${ben.userId}/invitations/accept`;
    await call(outputs.ApiUrl, { method: 'POST', path, body: route.request().postDataJSON() }, ben.tokens.accessToken);
    return route.abort();
  }, { times: 1 });
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('Your answer wasn\'t saved')).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(ann.tenantId);
});

test('the details in a link are shown as unconfirmed, and only as text', async ({ visitor: { dashboard, page } }) => {
  const { link } = await invite(await newCustomer('Ann'), newEmail());
  const details = new URLSearchParams({ tenant: '<img src=x onerror=alert(1)>\n Acme', to: 'no address', by: '\u202e' });
  await page.goto(`${link}&${details}`);
  await expect(page.getByText('Join “<img src=x onerror=alert(1)> Acme”')).toBeVisible();
  await expect(page.getByText('with the email address that was invited')).toBeVisible();
  await expect(page.getByText('Invited by')).toHaveCount(0);
  await expect(page.getByText('These details come from the link.')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue('');
  expect(page.url()).toBe(`${dashboard.url}/invitation`);
});
