import { TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';

const TEXT: ReadonlyMap<TenantRole, string> = new Map([
  [TENANT_ROLE.admin, 'Admin'],
  [TENANT_ROLE.member, 'Member'],
]);

/** A role as people read it. One that the application has declared is its name: `site-manager` is a “Site manager”. */
export function roleText(role: TenantRole | undefined): string {
  if (role === undefined) return 'Unknown';
  return TEXT.get(role) ?? `${role[0].toUpperCase()}${role.slice(1).replaceAll('-', ' ')}`;
}
