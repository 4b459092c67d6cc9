import { AUDIT_ACTION, type AuditAction } from 'cdk-tenancy-web';

/** The actions in the filter, in the order of the list. */
export const ACTION_LABEL: Readonly<Record<AuditAction, string>> = {
  [AUDIT_ACTION.tenantCreated]: 'Tenant created',
  [AUDIT_ACTION.tenantRenamed]: 'Tenant renamed',
  [AUDIT_ACTION.tenantSuspended]: 'Tenant suspended',
  [AUDIT_ACTION.tenantReactivated]: 'Tenant reactivated',
  [AUDIT_ACTION.tenantClosed]: 'Tenant closed',
  [AUDIT_ACTION.tenantRestored]: 'Tenant restored',
  [AUDIT_ACTION.tenantDeleted]: 'Tenant deleted',
  [AUDIT_ACTION.tenantExported]: 'Data exported',
  [AUDIT_ACTION.memberAdded]: 'Member added',
  [AUDIT_ACTION.memberRoleChanged]: 'Role changed',
  [AUDIT_ACTION.memberProfileChanged]: 'Name or email changed',
  [AUDIT_ACTION.memberRemoved]: 'Member removed',
  [AUDIT_ACTION.memberLeft]: 'Member left',
  [AUDIT_ACTION.memberSignedIn]: 'Member signed in',
  [AUDIT_ACTION.memberSignedOut]: 'Member signed out',
  [AUDIT_ACTION.invitationCreated]: 'Person invited',
  [AUDIT_ACTION.invitationResent]: 'Invitation resent',
  [AUDIT_ACTION.invitationDeclined]: 'Invitation declined',
  [AUDIT_ACTION.invitationRevoked]: 'Invitation revoked',
};
