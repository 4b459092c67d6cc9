import { aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { resolveProperty, userPoolResource } from './user-pool-resource';
import { SIGN_UP_ATTRIBUTES, type SignUpAttribute } from '../../contract/dashboard';

/** The form asks for it in any case, or Cognito makes it up. */
const ALWAYS_THERE = ['email', 'sub'];

/**
 * What a pool demands of people who sign up, beside their e-mail address: Cognito refuses a sign-up without it.
 *
 * @throws Error when it is something that a form cannot ask people for
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function signUpAttributesOf(scope: Construct, userPool: cognito.IUserPool): readonly SignUpAttribute[] {
  const resource = userPoolResource(userPool);
  if (resource === undefined) {
    return [];
  }
  const schema: cognito.CfnUserPool.SchemaAttributeProperty[] = resolveProperty(resource, resource.schema) ?? [];
  const required = schema.filter((attribute) => attribute.required === true).map(({ name = '' }) => name)
    .filter((name) => !ALWAYS_THERE.includes(name));
  const unknown = required.filter((name) => !(SIGN_UP_ATTRIBUTES as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new ConstructError(scope, `The attributes that userPool requires must be some of ${SIGN_UP_ATTRIBUTES.join(', ')}, but ${userPool.node.path} also requires `
      + `${unknown.join(', ')}, which the sign-up of the dashboard cannot ask for. Create a pool that does not require them; required attributes cannot be changed later.`);
  }
  return SIGN_UP_ATTRIBUTES.filter((name) => required.includes(name));
}
