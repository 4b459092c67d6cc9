import { TENANT_STATUS, type TenantRole, type TenantsOfUser } from 'cdk-tenancy-web';
import { dayText } from '../ui/day-text';
import { roleText } from '../ui/role-text';

/** The tenant and role in which a person works; without a tenant id, they work in no tenant. */
export interface Work {
  readonly tenantId?: string;
  readonly role?: TenantRole;
}

/**
 * @param nameBefore the name of the previous tenant, if known
 * @param tenants the tenants that the person is a member of now
 * @returns nothing if the page itself says it
 */
export function membershipChangeText(before: Work, now: Work, nameBefore: string | undefined, tenants: TenantsOfUser['tenants']): string | undefined {
  const tenantOf = (tenantId: string | undefined) => tenants.find((tenant) => tenant.tenantId === tenantId);
  const nowIn = now.tenantId === undefined ? '' : `You now work in ${quoted(tenantOf(now.tenantId)?.name)}.`;
  if (before.tenantId === now.tenantId) {
    return `Your role in ${quoted(tenantOf(now.tenantId)?.name ?? nameBefore)} is now “${roleText(now.role)}”.`;
  }
  if (before.tenantId === undefined) return nowIn;

  const left = tenantOf(before.tenantId);
  const name = quoted(left?.name ?? nameBefore);
  if (left === undefined) return `You're no longer a member of ${name}. ${nowIn}`.trim();
  if (left.status === TENANT_STATUS.active) return nowIn;
  if (left.status !== TENANT_STATUS.closing) return `${capitalized(name)} is no longer active. ${nowIn}`.trim();
  return now.tenantId === undefined ? undefined : `${capitalized(name)} ${closureText(left)}. ${nowIn}`;
}

function closureText({ deleteAt }: TenantsOfUser['tenants'][number]): string {
  return deleteAt === undefined ? 'is closed' : `is closed, and will be deleted on ${dayText(deleteAt)}`;
}

function quoted(name: string | undefined): string {
  return name === undefined ? 'a tenant' : `“${name}”`;
}

function capitalized(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
