/**
 * `cdk-tenancy/runtime`: for the functions of an app behind a `TenantAuthorizer`, and for its containers, builds and jobs. It identifies
 * the caller, and creates clients that can access the data of the caller's tenant and no other data.
 *
 * You create the clients yourself: this module contains no part of the AWS SDK or the CDK.
 */
export { createAuditLog, type AuditCaller, type AuditEntry, type AuditLog, type AuditLogProps } from './audit-log';
export { tenantOf, userOf, type RequestEvent, type TenantCaller } from './guard';
export { tenantKey, userKey } from './keys';
export type { PathEvent } from './path-segment';
export { ProblemError, problemResult, type ProxyResult } from './problem';
export {
  perTenant,
  perUser,
  type AssumeRoleInput,
  type AssumeRoleOutput,
  type AssumesRoles,
  type ScopedClients,
  type ScopedClientsProps,
  type ScopedCredentials,
} from './scoped-clients';
export { stsRegions } from './sts-regions';
export type { AuthorizerContext } from '../../contract/authorizer-context';
export type { ProblemDocument, ProblemField } from '../../contract/api';
export type { AuditChange, AuditTarget } from '../../contract/audit';
export type { ProblemCode } from '../../contract/problem-codes';
export type { TenantAccess } from '../../contract/claims';
export type { TenantRole } from '../../contract/roles';
