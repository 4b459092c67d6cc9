import { Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { clientResourceOf } from './browser-client';
import { SIGN_UP_ATTRIBUTES, type SignUpAttribute } from '../../../contract/dashboard';
import { resolveProperty, userPoolResource } from '../user-pool/user-pool-resource';
import { ConstructError } from '../validation/construct-error';

/** The form always asks for the email, and Cognito creates the `sub`. */
const ALWAYS_THERE = ['email', 'sub'];

/** The attributes that contain a person's name. */
const NAMES: readonly SignUpAttribute[] = ['name', 'given_name', 'family_name'];

/**
 * Returns the attributes that the sign-up form asks for, besides the email address: the attributes that the pool requires, because Cognito
 * refuses a sign-up without them, and a name, so that people are not shown by their address.
 *
 * @throws Error if the pool requires an attribute that people can't enter in a form
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function signUpAttributesOf(scope: Construct, userPool: cognito.IUserPool, client: cognito.IUserPoolClient): readonly SignUpAttribute[] {
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
  const isNameMissing = !NAMES.some((name) => required.includes(name)) && canWriteName(client);
  return SIGN_UP_ATTRIBUTES.filter((name) => required.includes(name) || (name === 'name' && isNameMissing));
}

/** Whether the app client can write the name: Cognito refuses a sign-up otherwise. By default a client can write all standard attributes. */
function canWriteName(client: cognito.IUserPoolClient): boolean {
  const resource = clientResourceOf(client);
  if (resource === undefined) {
    return false;
  }
  const writeAttributes: string[] | undefined = Stack.of(client).resolve(resource.writeAttributes);
  return writeAttributes?.includes('name') ?? true;
}
