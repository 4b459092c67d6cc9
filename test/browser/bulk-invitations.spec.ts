import { expect, test } from './support/test';
import { newCustomer, newEmail, newMember } from '../e2e/support/people';

test('several addresses are invited at once, as people and mail programs write them, with a result for each', async ({ visitor }) => {
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
  // It can be corrected, and sent again.
  await expect(page.getByLabel('Email')).toHaveValue(refused);
});

test('addresses that are none are named, and nobody is invited', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  await visitor.openAs(ann, '/invitations');
  const field = page.getByLabel('Email');
  const press = async (text: string) => {
    await field.fill(text);
    await page.getByRole('button', { name: 'Invite' }).click();
    await expect(field).toBeFocused();
  };
  // The icon of the field beside it stays in its middle.
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

test('a refusal of one address is told at the field', async ({ visitor }) => {
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

