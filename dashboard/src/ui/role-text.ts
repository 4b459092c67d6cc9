import { TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';

const TEXT: ReadonlyMap<TenantRole, string> = new Map([
  [TENANT_ROLE.admin, 'Admin'],
  [TENANT_ROLE.member, 'Member'],
]);

/** Returns the label of a role. For an application's own role it is the role's name: `site-manager` becomes “Site manager”. */
export function roleText(role: TenantRole | undefined): string {
  if (role === undefined) return 'Unknown';
  return TEXT.get(role) ?? `${role[0].toUpperCase()}${role.slice(1).replaceAll('-', ' ')}`;
}
