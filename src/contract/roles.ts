import { type IdentifierFormat, isIdentifier } from './identifiers';

/** The roles that every application has. */
export const TENANT_ROLE = {
  /** Reads and changes the tenant, its members and its invitations. */
  admin: 'admin',
  /** Reads the tenant and its members, and uses the application's own routes. */
  member: 'member',
} as const;

/** What a member may do in a tenant: a role of {@link TENANT_ROLE}, or one that the application has declared. */
export type TenantRole = (typeof TENANT_ROLE)[keyof typeof TENANT_ROLE] | (string & {});

/** What the name of a role looks like, whoever declared it. It ends up in tokens, rows and policies. */
export const ROLE_NAME: IdentifierFormat = {
  label: 'role',
  characters: 'a-z0-9-',
  minLength: 2,
  maxLength: 32,
};

export function isTenantRole(value: unknown): value is TenantRole {
  return isIdentifier(ROLE_NAME, value);
}
