import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/**
 * Whether options switch a feature on: they do unless `enabled` is false.
 *
 * Apps in JavaScript have no compiler that refuses `false` or `{ enabled: 'false' }`, which would leave the feature on.
 *
 * @param name The prop, as error messages name it.
 */
export function isOn(scope: Construct, name: string, options: { readonly enabled?: boolean } | undefined): boolean {
  if (options === undefined) {
    return true;
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ConstructError(scope, `${name} must be an object, but was ${JSON.stringify(options)}. Use ${name}: { enabled: ${String(options) === 'true'} }.`);
  }
  return requireBoolean(scope, `${name}.enabled`, options.enabled ?? true);
}

/**
 * Returns a boolean. In apps in JavaScript, `'false'` would count as true.
 *
 * @param name The prop, as error messages name it.
 * @throws ConstructError for another value
 */
export function requireBoolean(scope: Construct, name: string, value: boolean): boolean {
  if (typeof value !== 'boolean') {
    throw new ConstructError(scope, `${name} must be true or false, but was ${JSON.stringify(value)}. Pass a boolean, or leave it out.`);
  }
  return value;
}
