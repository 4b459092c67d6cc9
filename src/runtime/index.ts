/**
 * `cdk-tenancy/runtime`: for the functions of an app behind a `TenantAuthorizer`. Who asks, and clients that reach what
 * belongs to that tenant and nothing else.
 *
 * The clients are the caller's own: nothing of the AWS SDK or the CDK is in here.
 */
export { tenantOf, userOf, type RequestEvent, type TenantCaller } from './shared/guard';
export type { PathEvent } from './shared/path-segment';
export { ProblemError, problemResult, type ProxyResult } from './shared/problem';
export {
  perTenant,
  perUser,
  type AssumeRoleInput,
  type AssumeRoleOutput,
  type AssumesRoles,
  type ScopedClients,
  type ScopedClientsProps,
  type ScopedCredentials,
} from './shared/scoped-clients';
export type { AuthorizerContext } from '../contract/authorizer-context';
export type { ProblemDocument, ProblemField } from '../contract/api';
export type { TenantRole } from '../contract/roles';
