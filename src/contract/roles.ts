import { type IdentifierFormat, isIdentifier } from './identifiers';

/** The roles that every application has. */
export const TENANT_ROLE = {
  /** Reads and changes the tenant, its members and its invitations. */
  admin: 'admin',
  /** Reads the tenant and its members, and uses the application's own routes. */
  member: 'member',
} as const;

/** Role of a member in a tenant: one of {@link TENANT_ROLE}, or a role that the application has declared. */
export type TenantRole = (typeof TENANT_ROLE)[keyof typeof TENANT_ROLE] | (string & {});

/** Format of the name of a role. Names of roles are used in tokens, rows and policies. */
export const ROLE_NAME: IdentifierFormat = {
  label: 'role',
  characters: 'a-z0-9-',
  minLength: 2,
  maxLength: 32,
};

export function isTenantRole(value: unknown): value is TenantRole {
  return isIdentifier(ROLE_NAME, value);
}
