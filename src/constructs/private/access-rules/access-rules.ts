import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ACCESS_RULE_PATH_MAX_LENGTH } from '../../../contract/access-rules';
import { type RouteMethod, TENANT_API_ROUTE } from '../../../contract/routes';
import type { AccessRule } from '../../access-rule';
import { ConstructError } from '../validation/construct-error';
import { requireRole } from '../validation/roles';

const METHODS: readonly RouteMethod[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

/** Segments of a path: parameters, or characters that need no encoding in an ARN or a URL. */
const PATH_BELOW_TENANT = /^(\/(\{[A-Za-z][\w-]*\}|[\w.~@:+-]+))+$/;

/** @throws Error if the rule is invalid, or names a role that is not declared */
export function validateAccessRule(scope: Construct, { path, methods, roles }: AccessRule, declaredRoles: readonly string[]): void {
  const tenant = TENANT_API_ROUTE.getTenant.path;
  if (Token.isUnresolved(path) || !path.startsWith(`${tenant}/`) || !PATH_BELOW_TENANT.test(path.slice(tenant.length))) {
    throw new ConstructError(scope, `The path of an access rule must begin with ${tenant}/ and name routes below it, without a slash at its end, `
      + `such as ${tenant}/devices/{deviceId}, but was ${JSON.stringify(path)}.`);
  }
  if (path.length > ACCESS_RULE_PATH_MAX_LENGTH) {
    throw new ConstructError(scope, `The path of an access rule must have at most ${ACCESS_RULE_PATH_MAX_LENGTH} characters, but ${path} has ${path.length}. `
      + 'A rule also holds for everything below its path: name the beginning.');
  }
  const unknown = methods?.find((method) => !METHODS.includes(method as RouteMethod));
  if (unknown !== undefined || methods?.length === 0) {
    throw new ConstructError(scope, `The methods of the access rule for ${path} must be some of ${METHODS.join(', ')}, or be left out for all, `
      + `but were ${JSON.stringify(methods)}.`);
  }
  if (roles.length === 0) {
    throw new ConstructError(scope, `The access rule for ${path} must name at least one role, but names none. No user could call the route. `
      + 'Name the roles, or remove the route.');
  }
  roles.forEach((role) => requireRole(scope, role));
  const undeclared = roles.find((role) => !declaredRoles.includes(role));
  if (undeclared !== undefined) {
    throw new ConstructError(scope, `The roles of the access rule for ${path} must be some of ${declaredRoles.join(', ')}, but one is ${JSON.stringify(undeclared)}. `
      + 'Correct it, or declare the role in roles.');
  }
}
