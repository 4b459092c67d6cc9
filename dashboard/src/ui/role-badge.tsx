import { Badge } from '@aws-amplify/ui-react';
import type { TenantRole } from 'cdk-tenancy-web';
import { roleText } from './role-text';

export function RoleBadge({ role }: { readonly role: TenantRole }) {
  return <Badge>{roleText(role)}</Badge>;
}
