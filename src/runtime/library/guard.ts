import * as z from 'zod/mini';
import { pathSegment, type PathEvent } from './path-segment';
import { refusal } from './problem';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { TENANT_ACCESS, type TenantAccess } from '../../contract/claims';
import { isIdentifier, TENANT_ID, USER_ID } from '../../contract/identifiers';
import { isReading } from '../../contract/method-patterns';
import { isTenantRole, type TenantRole } from '../../contract/roles';

/** The guard repeats the checks of the authorizer. So a policy that allows too much still gives no access to a row of another tenant. */

/** The part of a Lambda proxy event that identifies the caller and the tenant or user of the request. */
export interface RequestEvent extends PathEvent {
  readonly httpMethod?: string;
  readonly requestContext: { readonly authorizer?: unknown };
}

/** A caller who is a member of the tenant in the path. */
export interface TenantCaller extends AuthorizerContext {
  readonly tenantId: string;
  readonly tenantRole: TenantRole;
}

const CONTEXT: z.ZodMiniType<AuthorizerContext> = z.object({
  userId: z.string().check(z.refine((value) => isIdentifier(USER_ID, value))),
  tenantId: z.optional(z.string().check(z.refine((value) => isIdentifier(TENANT_ID, value)))),
  tenantRole: z.optional(z.string().check(z.refine(isTenantRole))),
  // With the checks that other fields need too, because a `z.literal` would make the library larger.
  tenantAccess: z.optional(z.string().check(z.refine((value) => value === TENANT_ACCESS.readOnly)) as z.ZodMiniType<TenantAccess>),
  userName: z.string().check(z.minLength(1)),
  // API Gateway passes numbers on as strings.
  expiresAt: z.coerce.number().check(z.int(), z.positive()),
  authenticatedAt: z.optional(z.coerce.number().check(z.int(), z.positive())),
  sealingKey: z.optional(z.string()),
});

/**
 * Returns the caller, who is a member of the tenant in the path: the tenant in the token and the tenant in the path are the same.
 *
 * `tenantAccess` is `READ_ONLY` for a suspended tenant whose members can still read. A caller of such a tenant can use the methods `GET` and `HEAD`
 * only. An event without a method is refused.
 *
 * @param event Event of a route below `/tenant/{tenantId}`.
 * @param roles The role or roles that can use the route; every member can by default.
 * @throws ProblemError 400, 401 or 403
 */
export function tenantOf(event: RequestEvent, roles?: TenantRole | readonly TenantRole[]): TenantCaller {
  const caller = callerOf(event);
  const tenantId = pathSegment(event, 'tenantId', TENANT_ID);
  if (caller.tenantId !== tenantId || caller.tenantRole === undefined) {
    throw refusal(403, 'notMember', 'You are not a member of this tenant.');
  }
  const allowed = roles === undefined ? [caller.tenantRole] : [roles].flat();
  if (!allowed.includes(caller.tenantRole)) {
    throw refusal(403, 'roleRequired', `This requires the role ${allowed.join(' or ')} in this tenant.`);
  }
  if (caller.tenantAccess === TENANT_ACCESS.readOnly && !isReading(event.httpMethod ?? '')) {
    throw refusal(403, 'tenantNotActive', 'The tenant is read-only.');
  }
  return { ...caller, tenantId, tenantRole: caller.tenantRole };
}

/**
 * Returns the caller, who is the user in the path.
 *
 * @param event Event of a route with `{userId}` in its path.
 * @throws ProblemError 400, 401 or 403
 */
export function userOf(event: RequestEvent): AuthorizerContext {
  const caller = callerOf(event);
  const userId = pathSegment(event, 'userId', USER_ID);
  if (caller.userId !== userId) {
    throw refusal(403, 'otherUser', 'You can only access your own user.');
  }
  return caller;
}

/**
 * Returns the caller, from the context that the authorizer has added to the event.
 *
 * @throws ProblemError 401
 */
export function callerOf({ requestContext }: RequestEvent): AuthorizerContext {
  const context = CONTEXT.safeParse(requestContext.authorizer);
  if (!context.success) {
    throw refusal(401, 'notAuthenticated', 'The request is not authorized.');
  }
  // API Gateway can use a cached response of the authorizer after the token has expired.
  if (context.data.expiresAt * 1000 <= Date.now()) {
    throw refusal(401, 'tokenExpired', 'The token has expired.');
  }
  return context.data;
}
