import { expect, test } from './support/test';
import { call } from '../../local/client/api';
import { outputs } from '../e2e/support/engine';
import { newCustomer } from '../e2e/support/people';

test('the old name can be saved again after the response to a rename was lost', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer();
  const { tenantId, tokens } = customer;
  const nameOf = async () => (await call(outputs.ApiUrl, { path: `tenant/${tenantId}` }, tokens.accessToken)).body.name;
  await visitor.openAs(customer);
  await dashboard.expectTenant(tenantId);
  const oldName = (await dashboard.tenantName.textContent())!;

  visitor.willSee(/ERR_FAILED.*execute-api/);
  await page.route('**/tenant/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${tenantId}`, body: route.request().postDataJSON() }, tokens.accessToken);
    return route.abort();
  });
  await dashboard.rename('A name that was saved');
  await expect(page.getByText('The name wasn\'t saved')).toBeVisible();
  await page.unroute('**/tenant/*');

  // The change was made without the page knowing, so the version that the person has seen is not the latest.
  visitor.willSee(/status of 412 .*execute-api/);
  await dashboard.nameField.fill(oldName);
  await dashboard.nameField.press('Enter');
  await expect(dashboard.tenantName).toHaveText(oldName);
  expect(await nameOf()).toBe(oldName);
});

test('spaces around a name do not count towards its length', async ({ visitor }) => {
  const { dashboard } = visitor;
  const customer = await newCustomer();
  const { tenantId } = customer;
  await visitor.openAs(customer);
  await dashboard.expectTenant(tenantId);
  const longest = 'n'.repeat(128);
  await dashboard.renameButton.click();
  await dashboard.nameField.fill('');
  await dashboard.nameField.press('Enter');
  await dashboard.nameField.fill(`  ${longest}  `);
  await expect(dashboard.page.getByText('Enter at most 128 characters.')).toBeHidden();
  await dashboard.nameField.press('Enter');
  await expect(dashboard.tenantName).toHaveText(longest);
});
