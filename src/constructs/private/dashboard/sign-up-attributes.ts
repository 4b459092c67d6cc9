import { Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { clientResourceOf } from './browser-client';
import { SIGN_UP_ATTRIBUTES, type SignUpAttribute } from '../../../contract/dashboard';
import { resolveProperty, userPoolResource } from '../user-pool/user-pool-resource';
import { ConstructError } from '../validation/construct-error';

/** The form asks for it in any case, or Cognito makes it up. */
const ALWAYS_THERE = ['email', 'sub'];

/** Attributes that say what to call a person. */
const NAMES: readonly SignUpAttribute[] = ['name', 'given_name', 'family_name'];

/**
 * Attributes to ask people for when they sign up, beside their e-mail address: those that the pool requires, since Cognito refuses a
 * sign-up without them, and a name, so that nobody is called by their address.
 *
 * @throws Error when it is something that a form cannot ask people for
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

/** Cognito refuses a sign-up with an attribute that the app client may not write. By default a client may write all standard attributes. */
function canWriteName(client: cognito.IUserPoolClient): boolean {
  const resource = clientResourceOf(client);
  if (resource === undefined) {
    return false;
  }
  const writeAttributes: string[] | undefined = Stack.of(client).resolve(resource.writeAttributes);
  return writeAttributes?.includes('name') ?? true;
}
