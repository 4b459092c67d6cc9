import { aws_cognito as cognito } from 'aws-cdk-lib';

/**
 * What people may write of themselves by an app client: all standard attributes, and none that others decide about. An attribute that a pool requires is
 * a standard one, and a client that may not write it could sign nobody up. So this fits pools of which nothing is known, too.
 *
 * Left out are `email_verified` and `phone_number_verified`, which only Cognito and administrators may set, and all custom attributes: an application may
 * keep there what its users must not change.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function selfWrittenAttributes(): cognito.ClientAttributes {
  return new cognito.ClientAttributes().withStandardAttributes({
    address: true,
    birthdate: true,
    email: true,
    familyName: true,
    fullname: true,
    gender: true,
    givenName: true,
    lastUpdateTime: true,
    locale: true,
    middleName: true,
    nickname: true,
    phoneNumber: true,
    preferredUsername: true,
    profilePage: true,
    profilePicture: true,
    timezone: true,
    website: true,
  });
}
