import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { PASSWORD } from '../../local/client/user-pool';
import { newCustomer, newEmail } from '../e2e/support/people';

/** Records the requests of a page that contain a password: Cognito's operation, or the address of any other request. */
function sendingOf(page: Page, password: string): string[] {
  const sending: string[] = [];
  page.on('request', (request) => {
    if (`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`.includes(password)) {
      sending.push(request.headers()['x-amz-target'] ?? request.url());
    }
  });
  return sending;
}

test('a sign-in sends no password', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  const sending = sendingOf(page, PASSWORD);
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);

  expect(sending).toEqual([]);
});

test('a sign-up sends the password once, to Cognito', async ({ visitor: { dashboard, page } }) => {
  const sending = sendingOf(page, PASSWORD);
  await dashboard.open();
  await dashboard.signUp(newEmail(), 'Ada King');
  await dashboard.expectTenant();

  expect(sending).toEqual(['AWSCognitoIdentityProviderService.SignUp']);
});
