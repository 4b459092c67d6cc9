import { Badge, type BadgeVariations } from '@aws-amplify/ui-react';
import { TENANT_STATUS, type TenantStatus } from 'cdk-tenancy-web';

const LOOK: Readonly<Record<TenantStatus, readonly [text: string, variation?: BadgeVariations]>> = {
  [TENANT_STATUS.creating]: ['Being set up', 'info'],
  [TENANT_STATUS.active]: ['Active', 'success'],
  [TENANT_STATUS.suspended]: ['Suspended', 'warning'],
  [TENANT_STATUS.closing]: ['Closing', 'warning'],
  [TENANT_STATUS.deleted]: ['Deleted'],
};

export function StatusBadge({ status }: { readonly status: TenantStatus }) {
  const [text, variation] = LOOK[status];
  return <Badge variation={variation}>{text}</Badge>;
}
