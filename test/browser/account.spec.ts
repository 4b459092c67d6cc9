/** The end of an account, as the person sees it. */
import { demandSignIn } from './support/closures';
import { expect, test } from './support/test';
import type { Visitor } from './support/visitor';
import { callSigned } from '../../local/client/api';
import { PASSWORD } from '../../local/client/user-pool';
import { outputs } from '../e2e/support/engine';
import { newCustomer, newMember } from '../e2e/support/people';
import { readTenant } from '../e2e/support/rows';

test('a person deletes the account, and is signed out', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);
  await page.getByRole('link', { name: ann.email }).click();
  await expect(dashboard.heading).toHaveText('Your account');
  await askToDelete(visitor);

  await dialogOf(visitor).getByRole('button', { name: 'Delete account' }).click();

  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await readTenant(ann.tenantId)).toMatchObject({ status: 'closing', members: 0 });
});

test('the only admin of a tenant with other members reads which tenant needs another admin, and keeps the account', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  await newMember(ann.tenantId);
  visitor.willSee(/status of 409 .*account/);
  await visitor.openAs(ann, '/account');
  await askToDelete(visitor);

  await dialogOf(visitor).getByRole('button', { name: 'Delete account' }).click();

  await expect(dialogOf(visitor).getByRole('alert')).toContainText('only admin');
  await expect(dialogOf(visitor).getByRole('listitem')).toHaveText(['Acme']);
  await dialogOf(visitor).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await readTenant(ann.tenantId)).toMatchObject({ status: 'active' });
});

test('the only admin of a suspended tenant reads who has to act first', async ({ visitor }) => {
  const ann = await newCustomer('Acme');
  await newMember(ann.tenantId);
  await callSigned(outputs.AdminApiUrl, { method: 'PUT', path: `tenant/${ann.tenantId}/suspension`, body: { reason: 'Not paid' } });
  // The token is from before the suspension.
  visitor.willSee(/status of 403 .*\/tenant\//);
  visitor.willSee(/status of 409 .*account/);
  await visitor.openAs(ann, '/account');
  await askToDelete(visitor);

  await dialogOf(visitor).getByRole('button', { name: 'Delete account' }).click();

  await expect(dialogOf(visitor).getByRole('listitem')).toHaveText(['Acme (suspended: ask the operator of this service first)']);
});

test('a person who signed in too long ago enters the password first', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  const refused = await demandSignIn(visitor, 'account');
  await visitor.openAs(ann, '/account');
  await askToDelete(visitor);
  await dialogOf(visitor).getByRole('button', { name: 'Delete account' }).click();

  await dialogOf(visitor).getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialogOf(visitor).getByRole('button', { name: 'Delete account' }).click();

  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(refused()).toBe(1);
  expect(await readTenant(ann.tenantId)).toMatchObject({ status: 'closing' });
});

const dialogOf = ({ page }: Visitor) => page.getByRole('dialog', { name: 'Delete your account?' });

async function askToDelete({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Delete account' }).click();
}
