import { aws_cognito as cognito } from 'aws-cdk-lib';

/**
 * Returns the attributes that people can write through an app client: all standard attributes. This also fits unknown pools: attributes that
 * a pool requires are standard attributes, and a client that can't write them could not sign people up.
 *
 * Not included are `email_verified` and `phone_number_verified`, which only Cognito and administrators can set, and all custom attributes,
 * because an application can use them for data that its users must not change.
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
