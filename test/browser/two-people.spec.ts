import { configurationOf } from './support/configuration';
import { outputs } from './support/deployment';
import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

test('two people in separate browsers see only their own tenants', async ({ newVisitor }) => {
  const [ann, bob] = [await newCustomer('Ann'), await newCustomer('Bob')];
  const [hers, his] = [await newVisitor(), await newVisitor()];

  for (const [visitor, self, other] of [[hers, ann, bob], [his, bob, ann]] as const) {
    await visitor.dashboard.open();
    await visitor.dashboard.signIn(self.email);
    await visitor.dashboard.expectTenant(self.tenantId);
    await visitor.page.getByRole('link', { name: 'My tenants' }).click();
    await expect(visitor.page.getByText(self.tenantId)).toBeVisible();
    await expect(visitor.page.getByText(other.tenantId)).toBeHidden();
  }

  await hers.dashboard.open();
  await hers.dashboard.expectTenant(ann.tenantId);
  await hers.dashboard.rename('Of Ann alone');
  await expect(hers.dashboard.tenantName).toHaveText('Of Ann alone');
  await his.dashboard.open();
  await his.dashboard.expectTenant(bob.tenantId);
  await expect(his.dashboard.tenantName).not.toHaveText('Of Ann alone');
});

test('a script on her page cannot read his tenant with her token', async ({ visitor }) => {
  const [ann, bob] = [await newCustomer('Ann'), await newCustomer('Bob')];
  visitor.willSee(/status of 403 .*execute-api/);
  await visitor.dashboard.open();
  await visitor.dashboard.signIn(ann.email);
  await visitor.dashboard.expectTenant(ann.tenantId);

  const { apiUrl } = await configurationOf(visitor.page);
  const statusOf = async (path: string) => visitor.page.evaluate(async ([url, client]) => {
    const user = localStorage.getItem(`CognitoIdentityServiceProvider.${client}.LastAuthUser`);
    const token = localStorage.getItem(`CognitoIdentityServiceProvider.${client}.${user}.accessToken`);
    return (await fetch(url, { headers: { Authorization: `Bearer ${token}` } })).status;
  }, [`${apiUrl}${path}`, outputs.UserPoolClientId]);

  expect(await statusOf(`tenant/${ann.tenantId}`)).toBe(200);
  expect(await statusOf(`tenant/${bob.tenantId}`)).toBe(403);
  expect(await statusOf(`tenants/${bob.userId}`)).toBe(403);
});

test('data of one person is deleted when another signs in to the same browser', async ({ visitor: { dashboard, page } }) => {
  const [ann, bob] = [await newCustomer('Ann'), await newCustomer('Bob')];
  await dashboard.open();
  await dashboard.signIn(ann.email);
  await dashboard.expectTenant(ann.tenantId);
  await dashboard.signOut();
  await dashboard.signIn(bob.email);
  await dashboard.expectTenant(bob.tenantId);
  await expect(page.getByText(ann.tenantId)).toBeHidden();
});
