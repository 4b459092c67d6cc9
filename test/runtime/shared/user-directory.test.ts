import { AdminGetUserCommand, CognitoIdentityProviderClient, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { createUserDirectory } from '../../../src/runtime/shared/user-directory';
import { EMAIL, PERSON_NAME, USER_ID, USER_POOL_ID, userAttributes } from '../events';

const USER_NAME = 'alice';

const cognito = mockClient(CognitoIdentityProviderClient);

beforeEach(() => cognito.reset());

function lookUp(attributes: Record<string, string>, userName: string | undefined = USER_NAME) {
  cognito.on(AdminGetUserCommand).resolves({ UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })) });
  return createUserDirectory(USER_POOL_ID)({ userId: USER_ID, userName, expiresAt: 1 });
}

test('says what the pool says now', async () => {
  await expect(lookUp(userAttributes())).resolves.toEqual({ userName: USER_NAME, name: PERSON_NAME, email: EMAIL, isEmailVerified: true });
  expect(cognito.commandCalls(AdminGetUserCommand).map(({ args }) => args[0].input)).toEqual([{ UserPoolId: USER_POOL_ID, Username: USER_NAME }]);
});

test.each<[string, Record<string, string>, { email: string; name: string }]>([
  ['is not verified', { sub: USER_ID, email: EMAIL, email_verified: 'false' }, { email: EMAIL, name: 'alice.secret' }],
  ['was never verified', { sub: USER_ID, email: EMAIL }, { email: EMAIL, name: 'alice.secret' }],
  ['is verified in other words', { sub: USER_ID, email: EMAIL, email_verified: 'TRUE' }, { email: EMAIL, name: 'alice.secret' }],
  ['is not there', { sub: USER_ID, email_verified: 'true' }, { email: '', name: USER_NAME }],
])('an address that %s proves nothing', async (_, attributes, entry) => {
  await expect(lookUp(attributes)).resolves.toEqual({ userName: USER_NAME, ...entry, isEmailVerified: false });
});

test('a user name that belongs to somebody else by now is refused', async () => {
  await expect(lookUp(userAttributes({ sub: 'somebody-else' }))).rejects.toMatchObject({ status: 403 });
});

test('a user who was deleted is refused', async () => {
  cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException({ message: 'User does not exist.', $metadata: {} }));

  await expect(createUserDirectory(USER_POOL_ID)({ userId: USER_ID, userName: USER_NAME, expiresAt: 1 })).rejects.toMatchObject({ status: 403 });
});

test('a pool that does not answer refuses nobody', async () => {
  cognito.on(AdminGetUserCommand).rejects(new Error('Rate exceeded'));

  await expect(createUserDirectory(USER_POOL_ID)({ userId: USER_ID, userName: USER_NAME, expiresAt: 1 })).rejects.toThrow('Rate exceeded');
});

test('a token without the user name is an error of ours, and nobody is asked', async () => {
  await expect(createUserDirectory(USER_POOL_ID)({ userId: USER_ID, expiresAt: 1 })).rejects.toThrow('was expected to carry the user name');
  expect(cognito.calls()).toHaveLength(0);
});
