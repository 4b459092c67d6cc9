import type { Page, Route } from '@playwright/test';
import { sendMailsFrom } from './support/mailing-function';
import { expect, test } from './support/test';
import { call } from '../../local/client/api';
import { outputs } from '../e2e/support/engine';
import { type Customer, newCustomer, newEmail, newMember } from '../e2e/support/people';

const INVITATIONS = '**/tenant/*/invitations';

test('several addresses, written as people and mail programs write them, are invited at once, with a result for each', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const [ben, cleo, dan] = [newEmail(), newEmail(), newEmail()];
  const { email: refused } = await newMember(ann.tenantId);
  await visitor.openAs(ann, '/invitations');
  visitor.willSee(/status of 409 .*invitations/);
  await page.getByLabel('Email').fill(`${ben}, Cleo King <${cleo}>;${ben.toUpperCase()}\n${dan}  ${refused}`);
  await page.getByRole('button', { name: 'Invite' }).click();

  const heading = page.getByRole('heading', { name: '3 of 4 people are invited' });
  await expect(heading).toBeFocused();
  await expect(page.getByText(/\/invitation#/)).toHaveCount(3);
  for (const email of [cleo, dan]) {
    await expect(page.getByRole('button', { name: `Copy invitation link for ${email}` })).toBeVisible();
    await expect(page.getByRole('button', { name: `Revoke the invitation for ${email}` })).toBeVisible();
  }
  await expect(page.getByRole('listitem').filter({ hasText: refused })).toContainText('Not invited. A member of this tenant already has this email address.');
  await expect(page.getByText('Valid until')).toHaveCount(3);
  // The address can be corrected and sent again.
  await expect(page.getByLabel('Email')).toHaveValue(refused);
});

test('invalid addresses are listed, and nobody is invited', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  await visitor.openAs(ann, '/invitations');
  const field = page.getByLabel('Email');
  const press = async (text: string) => {
    await field.fill(text);
    await page.getByRole('button', { name: 'Invite' }).click();
    await expect(field).toBeFocused();
  };
  // The icon of the field beside it stays centered.
  const iconOffset = async () => {
    const parts = [page.locator('.amplify-select__icon').first(), page.getByLabel('Role')];
    const [icon, select] = await Promise.all(parts.map(async (part) => part.boundingBox()));
    return icon!.y + icon!.height / 2 - select!.y - select!.height / 2;
  };
  await press('');
  await expect(field).toHaveAccessibleDescription(/Enter an email address\./);
  expect(Math.abs(await iconOffset())).toBeLessThan(1);
  await press(`${newEmail()}, ben@, @cleo`);
  await expect(field).toHaveAccessibleDescription(/These aren't email addresses: “ben@”, “@cleo”\. Correct or remove them\./);
  await press(`${newEmail()} ${ann.email.toUpperCase()}`);
  await expect(field).toHaveAccessibleDescription(/You're already a member of this tenant\. Remove/);
  await press(Array.from({ length: 51 }, newEmail).join(' '));
  await expect(field).toHaveAccessibleDescription(/Enter at most 50 addresses at once\. You entered 51\./);
  await expect(page.getByText('There are no pending invitations.')).toBeVisible();
});

test('the refusal of a single address is shown at the field', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const ben = await newMember(ann.tenantId);
  await visitor.openAs(ann, '/invitations');
  await page.getByLabel('Email').fill(ben.email);
  visitor.willSee(/status of 409 .*invitations/);
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/A member of this tenant already has this email address\./);
  await expect(page.getByLabel('Email')).toHaveValue(ben.email);
  await expect(page.getByLabel('Email')).toBeFocused();
});

test('each invited address is removed from the field, and links survive the end of the session', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const [ben, cleo, dan] = [newEmail(), newEmail(), newEmail()];
  await visitor.openAs(ann, '/invitations');
  const held = await holdInvitationOf(page, cleo);
  await page.getByLabel('Email').fill([ben, cleo, dan].join(', '));
  await page.getByRole('button', { name: 'Invite' }).click();
  await held.isReached;
  await expect(page.getByLabel('Email')).toHaveValue([cleo, dan].join('\n'));
  // Simulates a sign-out in another tab: the third request has no tokens.
  await page.evaluate(() => localStorage.clear());
  held.release();

  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await dashboard.signIn(ann.email);
  await expect(page.getByRole('heading', { name: '2 of 3 people are invited' })).toBeVisible();
  await expect(page.getByText('Your session ended before all invitations were sent.')).toBeVisible();
  for (const email of [ben, cleo]) await expect(page.getByRole('button', { name: `Copy invitation link for ${email}` })).toBeVisible();
  await expect(page.getByText(/\/invitation#/)).toHaveCount(2);
  await expect(page.getByLabel('Email')).toHaveValue(dan);
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('heading', { name: `${dan} is invited` })).toBeFocused();
});

test('links of invitations that are sent after leaving the page are shown on return, and only to the same person', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const [ben, cleo] = [newEmail(), newEmail()];
  await visitor.openAs(ann, '/invitations');
  const held = await holdInvitationOf(page, ben);
  await page.getByLabel('Email').fill([ben, cleo].join(', '));
  await page.getByRole('button', { name: 'Invite' }).click();
  await held.isReached;
  await dashboard.goTo('Members');
  await expect(page.getByText('The invitations are still being sent. Their results will be on the Invitations page.')).toBeVisible();
  const last = page.waitForResponse((response) => response.request().postData()?.includes(cleo) ?? false);
  held.release();
  await last;

  await dashboard.goTo('Invitations');
  await expect(page.getByRole('heading', { name: '2 people are invited' })).toBeVisible();
  await expect(dashboard.heading).toBeFocused();
  await expect(page.getByText(/\/invitation#/)).toHaveCount(2);
  await expect(page.getByLabel('Email')).toHaveValue('');

  await dashboard.signOut();
  await dashboard.signIn(ann.email);
  await expect(page.getByText('Valid until')).toHaveCount(2);
  await expect(page.getByText(/\/invitation#/)).toHaveCount(0);
});

test('an address whose response was lost is reported as possibly invited, and the list shows whether it is', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const [ben, cleo, dan] = [newEmail(), newEmail(), newEmail()];
  await visitor.openAs(ann, '/invitations');
  await loseAnswersOf(page, ann, [ben, cleo]);
  visitor.willSee(/ERR_FAILED.*invitations/);
  await page.getByLabel('Email').fill(ben);
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/This person may have been invited\. Check the list below/);
  await expect(page.getByLabel('Email')).toBeFocused();
  await expect(page.getByRole('button', { name: `Revoke the invitation for ${ben}` })).toBeVisible();

  await page.getByLabel('Email').fill([cleo, dan].join(', '));
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('heading', { name: '1 of 2 people are invited' })).toBeFocused();
  const lost = page.getByRole('listitem').filter({ has: page.getByText('This person may have been invited. Check the list below') });
  await expect(lost).toContainText(cleo);
  await expect(page.getByText('Not invited.')).toHaveCount(0);
  await expect(page.getByLabel('Email')).toHaveValue(cleo);
});

test('an invitation whose email could not be sent is pending, and the page says to send it again', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const ben = newEmail();
  await visitor.openAs(ann, '/invitations');
  const remove = await sendMailsFrom(page, ann);
  visitor.willSee(/status of 502 .*invitations/);
  await page.getByLabel('Email').fill(ben);
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('heading', { name: `${ben} is invited` })).toBeFocused();
  await expect(page.getByText(/^The invitation is pending, but the email could not be sent\. Resend it/)).toBeVisible();
  await expect(page.getByText('Not invited.')).toHaveCount(0);
  await expect(page.getByLabel('Email')).toHaveValue('');
  await remove();
});

/** Holds the request that invites an address, until it is released. */
async function holdInvitationOf(page: Page, email: string): Promise<{ readonly isReached: Promise<void>; readonly release: () => void }> {
  let reach = () => {};
  const isReached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(INVITATIONS, async (route) => {
    if (invites(route, [email])) {
      reach();
      await isReleased;
    }
    return route.continue();
  });
  return { isReached, release };
}

/** Drops the API's responses after it has invited the addresses. */
async function loseAnswersOf(page: Page, { tenantId, tokens }: Customer, emails: readonly string[]): Promise<void> {
  await page.route(INVITATIONS, async (route) => {
    if (!invites(route, emails)) return route.continue();
    await call(outputs.ApiUrl, { method: 'POST', path: `tenant/${tenantId}/invitations`, body: route.request().postDataJSON() }, tokens.accessToken);
    return route.abort();
  });
}

function invites(route: Route, emails: readonly string[]): boolean {
  return emails.some((email) => route.request().postData()?.includes(email));
}
