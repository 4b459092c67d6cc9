/**
 * The JSON Schemas of all bodies, compiled. Unit tests compile them when they import this module. The bundles of the functions contain the
 * compiled code instead (`scripts/bundle/compiled-validators.ts`), and not the compiler, which is 120 KB.
 */
import { compileSchema } from './compile-schema';
import {
  type AddMemberBody, addMemberSchema, CREATE_TENANT_SCHEMA, type ChangeRoleBody, changeRoleSchema, type CreateInvitationBody, createInvitationSchema,
  type CreateTenantBody, INVITATION_CODE_SCHEMA, type InvitationCodeBody, RENAME_TENANT_SCHEMA, type RenameTenantBody, SUSPEND_TENANT_SCHEMA,
  type SuspendTenantBody, SWITCH_TENANT_SCHEMA, type SwitchTenantBody,
} from '../../contract/api';
import { REPAIR_SCHEMA, type RepairBody } from '../../contract/repair';

/** Stands for the roles, which are known at run time only. It is not a text, so these validators report every role; see `roles` of `bodyValidator`. */
const NO_ROLES = [Number.MIN_VALUE as unknown as string];

export const validateAddMember = compileSchema<AddMemberBody>(addMemberSchema(NO_ROLES));
export const validateChangeRole = compileSchema<ChangeRoleBody>(changeRoleSchema(NO_ROLES));
export const validateCreateInvitation = compileSchema<CreateInvitationBody>(createInvitationSchema(NO_ROLES));
export const validateCreateTenant = compileSchema<CreateTenantBody>(CREATE_TENANT_SCHEMA);
export const validateInvitationCode = compileSchema<InvitationCodeBody>(INVITATION_CODE_SCHEMA);
export const validateRenameTenant = compileSchema<RenameTenantBody>(RENAME_TENANT_SCHEMA);
export const validateRepair = compileSchema<RepairBody>(REPAIR_SCHEMA);
export const validateSuspendTenant = compileSchema<SuspendTenantBody>(SUSPEND_TENANT_SCHEMA);
export const validateSwitchTenant = compileSchema<SwitchTenantBody>(SWITCH_TENANT_SCHEMA);
