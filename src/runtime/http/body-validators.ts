/**
 * The JSON Schemas of all bodies, compiled. Unit tests compile them when they import this module. The bundles of the functions contain the
 * compiled code instead (`scripts/bundle/compiled-validators.ts`), and not the compiler, which is 120 KB.
 */
import { compileSchema } from './compile-schema';
import {
  type AddMemberBody, addMemberSchema, CHANGE_OWNER_SCHEMA, type ChangeOwnerBody, type ChangeRoleBody, changeRoleSchema, CLOSE_TENANT_SCHEMA,
  type CloseTenantBody, CREATE_TENANT_SCHEMA, type CreateInvitationBody, createInvitationSchema, type CreateTenantBody, INVITATION_CODE_SCHEMA,
  type InvitationCodeBody, RENAME_TENANT_SCHEMA, type RenameTenantBody, SCHEDULE_CLOSURE_SCHEMA, type ScheduleClosureBody, SUSPEND_TENANT_SCHEMA,
  type SuspendTenantBody, SWITCH_TENANT_SCHEMA, type SwitchTenantBody,
} from '../../contract/api';
import { RECORD_AUDIT_SCHEMA, type RecordAuditBody } from '../../contract/audit';
import { REPAIR_SCHEMA, type RepairBody } from '../../contract/repair';

/** Stands for the roles, which are known at run time only. It is not a text, so these validators report every role; see `roles` of `bodyValidator`. */
const NO_ROLES = [Number.MIN_VALUE as unknown as string];

export const validateAddMember = compileSchema<AddMemberBody>(addMemberSchema(NO_ROLES));
export const validateChangeOwner = compileSchema<ChangeOwnerBody>(CHANGE_OWNER_SCHEMA);
export const validateChangeRole = compileSchema<ChangeRoleBody>(changeRoleSchema(NO_ROLES));
export const validateCloseTenant = compileSchema<CloseTenantBody>(CLOSE_TENANT_SCHEMA);
export const validateCreateInvitation = compileSchema<CreateInvitationBody>(createInvitationSchema(NO_ROLES));
export const validateCreateTenant = compileSchema<CreateTenantBody>(CREATE_TENANT_SCHEMA);
export const validateInvitationCode = compileSchema<InvitationCodeBody>(INVITATION_CODE_SCHEMA);
export const validateRecordAudit = compileSchema<RecordAuditBody>(RECORD_AUDIT_SCHEMA);
export const validateRenameTenant = compileSchema<RenameTenantBody>(RENAME_TENANT_SCHEMA);
export const validateRepair = compileSchema<RepairBody>(REPAIR_SCHEMA);
export const validateScheduleClosure = compileSchema<ScheduleClosureBody>(SCHEDULE_CLOSURE_SCHEMA);
export const validateSuspendTenant = compileSchema<SuspendTenantBody>(SUSPEND_TENANT_SCHEMA);
export const validateSwitchTenant = compileSchema<SwitchTenantBody>(SWITCH_TENANT_SCHEMA);
