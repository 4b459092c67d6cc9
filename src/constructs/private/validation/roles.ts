import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { isTenantRole, ROLE_NAME, TENANT_ROLE } from '../../../contract/roles';

const MAX_ROLES = 50;

/**
 * Returns the roles that a member can have: `admin`, `member` and the declared roles.
 *
 * @throws Error if a declared role is invalid or a duplicate, or if there are too many
 */
export function allRoles(scope: Construct, declared: readonly string[] = []): string[] {
  const roles: string[] = Object.values(TENANT_ROLE);
  if (declared.length > MAX_ROLES) {
    throw new ConstructError(scope, `roles must have at most ${MAX_ROLES} roles besides admin and member, but has ${declared.length}. `
      + 'Roles are the same in all tenants. Keep roles that tenants define themselves in your own data.');
  }
  for (const role of declared) {
    requireRole(scope, role);
    if (roles.includes(role)) {
      throw new ConstructError(scope, `roles must name each role once, without admin and member, but it names ${JSON.stringify(role)} `
        + 'again. Remove it.');
    }
    roles.push(role);
  }
  return roles;
}

/** @throws Error if the text is not a valid role */
export function requireRole(scope: Construct, role: string): void {
  if (!isTenantRole(role)) {
    throw new ConstructError(scope, `A role must be ${ROLE_NAME.minLength} to ${ROLE_NAME.maxLength} characters out of ${ROLE_NAME.characters}, `
      + `but one is ${JSON.stringify(role)}.`);
  }
}
