import { AdminGetUserCommand, CognitoIdentityProviderClient, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { createUserDirectory } from '../../../src/runtime/users/user-directory';
import { EMAIL, PERSON_NAME, USER_ID, USER_POOL_ID, userAttributes } from '../events';

const USER_NAME = 'alice';
const CHANGED_AT = new Date('2026-03-09T10:00:00.123Z');

const cognito = mockClient(CognitoIdentityProviderClient);

beforeEach(() => cognito.reset());

function lookUp(attributes: Record<string, string>, Enabled: boolean | undefined = true) {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  cognito.on(AdminGetUserCommand).resolves({ UserAttributes, Enabled, UserLastModifiedDate: CHANGED_AT });
  return createUserDirectory(USER_POOL_ID)({ userId: USER_ID, userName: USER_NAME, expiresAt: 1 });
}

test('returns the current data of the pool', async () => {
  await expect(lookUp(userAttributes())).resolves.toEqual({ userName: USER_NAME, name: PERSON_NAME, email: EMAIL, isEmailVerified: true, changedAt: '2026-03-09T10:00:00.123Z' });
  expect(cognito.commandCalls(AdminGetUserCommand).map(({ args }) => args[0].input)).toEqual([{ UserPoolId: USER_POOL_ID, Username: USER_NAME }]);
});

test.each<[string, Record<string, string>, { email: string; name: string }]>([
  ['is not verified', { sub: USER_ID, email: EMAIL, email_verified: 'false' }, { email: EMAIL, name: 'alice.secret' }],
  ['was never verified', { sub: USER_ID, email: EMAIL }, { email: EMAIL, name: 'alice.secret' }],
  ['is verified in no known word', { sub: USER_ID, email: EMAIL, email_verified: 'yes' }, { email: EMAIL, name: 'alice.secret' }],
  ['is not there', { sub: USER_ID, email_verified: 'true' }, { email: '', name: USER_NAME }],
])('an address that %s is not verified', async (_, attributes, entry) => {
  await expect(lookUp(attributes)).resolves.toMatchObject({ userName: USER_NAME, ...entry, isEmailVerified: false });
});

// Cognito keeps the letter case of an administrator, and its own documentation shows `True`.
test.each(['true', 'True', 'TRUE', ' true '])('an address is verified by the value "%s"', async (value) => {
  await expect(lookUp(userAttributes({ email_verified: value }))).resolves.toMatchObject({ isEmailVerified: true });
});

test.each([false, null as unknown as undefined])('a disabled user is refused, although the token is valid (Enabled: %s)', async (enabled) => {
  await expect(lookUp(userAttributes(), enabled)).rejects.toMatchObject({
    status: 403, code: 'userDisabled', message: 'Your account is disabled. Ask the administrator of this application to enable it.',
  });
});

test('a user name that belongs to another user by now is refused', async () => {
  await expect(lookUp(userAttributes({ sub: 'somebody-else' }))).rejects.toMatchObject({ status: 403 });
});

test('a user who was deleted is refused', async () => {
  cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException({ message: 'User does not exist.', $metadata: {} }));

  await expect(createUserDirectory(USER_POOL_ID)({ userId: USER_ID, userName: USER_NAME, expiresAt: 1 })).rejects.toMatchObject({ status: 403, code: 'userDeleted' });
});

test('an error of the pool is not a refusal', async () => {
  cognito.on(AdminGetUserCommand).rejects(new Error('Rate exceeded'));

  await expect(createUserDirectory(USER_POOL_ID)({ userId: USER_ID, userName: USER_NAME, expiresAt: 1 })).rejects.toThrow('Rate exceeded');
});
