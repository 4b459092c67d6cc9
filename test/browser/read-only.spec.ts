import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { invite } from './support/invitations';
import { expect, test } from './support/test';
import { CLAIM, TENANT_ACCESS } from '../../src/contract/claims';
import { dynamodb, outputs } from '../e2e/support/engine';
import { newCustomer, newEmail, newMember } from '../e2e/support/people';
import { signedAgain } from '../e2e/support/pool-key';

test('an admin of a read-only tenant sees everything, and no button that changes anything', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const max = await newMember(ann.tenantId);
  const invited = newEmail();
  await invite(ann, invited);
  await dynamodb.send(new UpdateCommand({
    TableName: outputs.TenantsTableName,
    Key: { tenantid: ann.tenantId },
    UpdateExpression: 'SET #status = :suspended',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':suspended': 'suspended' },
  }));
  const accessToken = await signedAgain(ann.tokens.accessToken, { [CLAIM.access]: TENANT_ACCESS.readOnly });
  await visitor.openAs({ ...ann, tokens: { ...ann.tokens, accessToken } });

  await expect(page.getByText(ann.tenantId)).toBeVisible();
  await expect(page.getByText('Suspended', { exact: true })).toBeVisible();
  const banner = page.getByRole('status').filter({ hasText: 'is read-only' });
  await expect(banner).toContainText('You can see everything, but you can\'t change anything.');
  await expect(dashboard.renameButton).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Close tenant' })).toHaveCount(0);

  await dashboard.goTo('Members');
  await expect(banner).toBeVisible();
  await expect(dashboard.person(max.email)).toBeVisible();
  await expect(page.getByRole('button', { name: /Change|Remove|Leave/ })).toHaveCount(0);

  await dashboard.goTo('Invitations');
  await expect(page.getByText(invited)).toBeVisible();
  await expect(page.getByRole('button', { name: /Send|Revoke|Invite/ })).toHaveCount(0);
  // The token is as recent as the status, so the page does not ask for another one.
  await page.waitForTimeout(1_000);
  await expect(banner).toBeVisible();
});
