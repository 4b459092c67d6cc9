import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from './support/test';
import { dynamodb, outputs } from '../e2e/support/engine';
import { newCustomer } from '../e2e/support/people';

test('a user of a suspended tenant sees this, and continues when the tenant is active again', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await setStatus(tenantId, 'suspended');
  await dashboard.open();
  await dashboard.signIn(email);
  await expect(page.getByRole('heading', { name: `${await nameOf(tenantId)} is suspended` })).toBeVisible();
  await expect(page.getByText('No data is lost.')).toBeVisible();
  await expect(page.getByText(tenantId)).toBeHidden();

  await setStatus(tenantId, 'active');
  await page.getByRole('button', { name: 'Check again' }).click();
  await dashboard.expectTenant(tenantId);
  await expect(dashboard.heading).toBeFocused();
});

async function nameOf(tenantid: string): Promise<string> {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: outputs.TenantsTableName, Key: { tenantid }, ConsistentRead: true }));
  return Item!.name;
}

async function setStatus(tenantid: string, status: string): Promise<void> {
  await dynamodb.send(new UpdateCommand({
    TableName: outputs.TenantsTableName,
    Key: { tenantid },
    UpdateExpression: 'SET #status = :status',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': status },
  }));
}
