/**
 * `cdk-tenancy/runtime`: for the functions of an app behind a `TenantAuthorizer`, and for its containers, builds and jobs. It tells who
 * the caller is, and creates clients that reach what belongs to that tenant and nothing else.
 *
 * The clients are the caller's own: nothing of the AWS SDK or the CDK is in here.
 */
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
export type { AuthorizerContext } from '../../contract/authorizer-context';
export type { ProblemDocument, ProblemField } from '../../contract/api';
export type { TenantRole } from '../../contract/roles';
