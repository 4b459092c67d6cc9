/** A pool that requires more attributes than an email address: the page asks for them, and Cognito accepts the values. */
import {
  AdminGetUserCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand, type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { axe } from './support/axe';
import { configurationOf } from './support/configuration';
import { expect, test } from './support/test';
import type { Visitor } from './support/visitor';
import { SIGN_UP_ATTRIBUTES, type SignUpAttribute } from '../../src/contract/dashboard';
import { newEmail } from '../e2e/support/people';

const cognito = new CognitoIdentityProviderClient({});

/** The values that a person enters, and the values that Cognito stores if they differ. */
const ANSWERS: Readonly<Record<SignUpAttribute, readonly [label: string, entered: string, kept?: string]>> = {
  name: ['Full name', 'Ada King'],
  given_name: ['First name', 'Ada'],
  middle_name: ['Middle name', 'Augusta'],
  family_name: ['Last name', 'King'],
  nickname: ['Nickname', 'Countess'],
  preferred_username: ['Preferred user name', 'ada'],
  birthdate: ['Date of birth', '1985-12-10'],
  gender: ['Gender', 'female'],
  phone_number: ['Phone number', '555 010 0199', '+15550100199'],
  address: ['Address', '12 St James’s Square, London'],
  website: ['Website', 'https://ada.example.com'],
  profile: ['Link to your profile', 'https://people.example.com/ada'],
  picture: ['Link to your picture', 'https://people.example.com/ada.png'],
  locale: ['Language', 'en-GB'],
  zoneinfo: ['Time zone', 'Europe/London'],
};

/** Opens the dashboard with a new pool, configured as by the construct. @returns the id of the pool */
async function openWith({ dashboard, page }: Visitor, signUpAttributes: readonly SignUpAttribute[]): Promise<string> {
  const required = (Name: string): SchemaAttributeType => ({ Name, Required: true, Mutable: true, AttributeDataType: 'String' });
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({
    PoolName: 'particular', UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'], Schema: ['email', ...signUpAttributes].map(required),
  }));
  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand({
    UserPoolId: UserPool!.Id, ClientName: 'web', ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }));
  await dashboard.open();
  const deployed = await configurationOf(page);
  const signIn = { ...deployed.signIn, userPoolId: UserPool!.Id!, userPoolClientId: UserPoolClient!.ClientId!, signUpAttributes };
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...deployed, signIn } }));
  await dashboard.open();
  await page.getByRole('tab', { name: 'Create account' }).click();
  return UserPool!.Id!;
}

test('the form asks for each attribute that a pool can require, and Cognito stores it', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const email = newEmail();
  const userPoolId = await openWith(visitor, SIGN_UP_ATTRIBUTES);

  for (const [label, entered] of Object.values(ANSWERS)) {
    await page.getByLabel(label, { exact: true }).fill(entered);
  }
  expect((await axe(page).analyze()).violations).toEqual([]);
  await dashboard.enterAccount(email, null);
  await expect(page.getByLabel('Confirmation code')).toBeVisible();

  const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email }));
  expect(Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))).toMatchObject(
    Object.fromEntries(Object.entries(ANSWERS).map(([name, [, entered, kept = entered]]) => [name, kept])),
  );
});

test('an account is not created before all attributes are entered', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  await openWith(visitor, ['given_name', 'family_name']);

  const asked = await page.locator('form input').evaluateAll((inputs: HTMLInputElement[]) => inputs.map(({ name }) => name));
  expect(asked).toEqual(['email', 'given_name', 'family_name', 'password', 'confirm_password']);
  await page.getByLabel('First name').fill('Ada');
  await dashboard.enterAccount(newEmail(), null);

  await expect(page.getByLabel('Last name')).toBeFocused();
  await expect(page.getByLabel('Last name')).toHaveJSProperty('validity.valueMissing', true);
  await expect(dashboard.heading).toHaveText('Create your account');
});
