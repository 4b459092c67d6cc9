import { Badge } from '@aws-amplify/ui-react';
import { TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';

const TEXT: Readonly<Record<TenantRole, string>> = {
  [TENANT_ROLE.admin]: 'Admin',
  [TENANT_ROLE.member]: 'Member',
};

export function RoleBadge({ role }: { readonly role: TenantRole }) {
  return <Badge>{TEXT[role]}</Badge>;
}
