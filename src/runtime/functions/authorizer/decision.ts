import type { CallerRows, Row } from './caller-rows';
import { TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import type { AuthorizerContext } from '../../../contract/authorizer-context';
import { TENANT_ACCESS, type TenantAccess } from '../../../contract/claims';
import { SUSPENSION_ACCESS, type SuspensionAccessMode } from '../../../contract/environment';
import { isTenantRole } from '../../../contract/roles';

/** The rights of a caller now, or the reason for a refusal everywhere. */
export type Decision = { readonly caller: AuthorizerContext } | { readonly refused: string };

/**
 * Decides by the rows, not by the claims, what the caller of a verified token may do. The token says only who the person is, when the session
 * began, and which tenant the person has chosen.
 */
export function decide(principal: AuthorizerContext, { record, membership, tenant }: CallerRows, suspensionAccess: SuspensionAccessMode): Decision {
  if (record?.[USER_RECORD_ATTRIBUTE.erasedAt] !== undefined) return { refused: 'erased user' };
  if (isOver(principal, record)) return { refused: 'ended session' };
  const { tenantId, tenantRole: _, tenantAccess: __, ...person } = principal;
  const sealingKey = record?.[USER_RECORD_ATTRIBUTE.sealingKey]?.S;
  const user = { ...person, ...sealingKey !== undefined && { sealingKey } };
  const role = membership?.[USER_ATTRIBUTE.role]?.S;
  const access = accessTo(tenant, suspensionAccess);
  if (tenantId === undefined || !isTenantRole(role) || access === undefined) return { caller: user };
  return { caller: { ...user, tenantId, tenantRole: role, ...access } };
}

/** Whether the session began before all sessions of the user were ended. A token that does not say when its session began is refused too. */
function isOver({ authenticatedAt }: AuthorizerContext, record: Row | undefined): boolean {
  const validAfter = record?.[USER_RECORD_ATTRIBUTE.validAfter];
  return validAfter !== undefined && !(authenticatedAt !== undefined && authenticatedAt > Number(validAfter.N));
}

/** @returns nothing without access to the tenant */
function accessTo(tenant: Row | undefined, suspensionAccess: SuspensionAccessMode): { readonly tenantAccess?: TenantAccess } | undefined {
  switch (tenant?.[TENANT_ATTRIBUTE.status]?.S) {
    case TENANT_STATUS.active: return {};
    case TENANT_STATUS.suspended: return suspensionAccess === SUSPENSION_ACCESS.readOnly ? { tenantAccess: TENANT_ACCESS.readOnly } : undefined;
    default: return undefined;
  }
}
