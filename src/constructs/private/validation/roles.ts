import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { isTenantRole, ROLE_NAME, TENANT_ROLE } from '../../../contract/roles';

const MAX_ROLES = 50;

/**
 * The roles that a member can have: those that every application has, and the declared ones.
 *
 * @throws Error when a declared role cannot be one, or is there already, and when there are too many
 */
export function allRoles(scope: Construct, declared: readonly string[] = []): string[] {
  const roles: string[] = Object.values(TENANT_ROLE);
  if (declared.length > MAX_ROLES) {
    throw new ConstructError(scope, `roles must have at most ${MAX_ROLES} roles beside those that are always there, but has ${declared.length}. `
      + 'A role is the same in all tenants: leave the roles that one tenant makes up to your own data.');
  }
  for (const role of declared) {
    requireRole(scope, role);
    if (roles.includes(role)) {
      throw new ConstructError(scope, `roles must name each role once, without those that are always there, but it names ${JSON.stringify(role)} `
        + 'once more. Leave it out.');
    }
    roles.push(role);
  }
  return roles;
}

/** @throws Error when a text cannot be a role */
export function requireRole(scope: Construct, role: string): void {
  if (!isTenantRole(role)) {
    throw new ConstructError(scope, `A role must be ${ROLE_NAME.minLength} to ${ROLE_NAME.maxLength} characters out of ${ROLE_NAME.characters}, `
      + `but one is ${JSON.stringify(role)}.`);
  }
}
