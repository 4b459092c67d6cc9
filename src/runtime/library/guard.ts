import * as z from 'zod/mini';
import { pathSegment, type PathEvent } from './path-segment';
import { ProblemError } from './problem';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { isIdentifier, TENANT_ID, USER_ID } from '../../contract/identifiers';
import { isTenantRole, type TenantRole } from '../../contract/roles';

/** The guard stands behind the authorizer: a policy that lets too much through does not reach a row. */

/** The part of a Lambda proxy event that says who asks, and for what. */
export interface RequestEvent extends PathEvent {
  readonly requestContext: { readonly authorizer?: unknown };
}

/** A member of the tenant that the request is about. */
export interface TenantCaller extends AuthorizerContext {
  readonly tenantId: string;
  readonly tenantRole: TenantRole;
}

const CONTEXT: z.ZodMiniType<AuthorizerContext> = z.object({
  userId: z.string().check(z.refine((value) => isIdentifier(USER_ID, value))),
  tenantId: z.optional(z.string().check(z.refine((value) => isIdentifier(TENANT_ID, value)))),
  tenantRole: z.optional(z.string().check(z.refine(isTenantRole))),
  userName: z.string().check(z.minLength(1)),
  // API Gateway hands numbers on as strings.
  expiresAt: z.coerce.number().check(z.int(), z.positive()),
});

/**
 * The caller as a member of the tenant in the path. What the token proves and what the path says are the same then.
 *
 * @param event Event of a route below `/tenant/{tenantId}`.
 * @param roles The role, or the roles, that may use the route; without it every member may.
 * @throws ProblemError 401, 400 or 403
 */
export function tenantOf(event: RequestEvent, roles?: TenantRole | readonly TenantRole[]): TenantCaller {
  const caller = callerOf(event);
  const tenantId = pathSegment(event, 'tenantId', TENANT_ID);
  if (caller.tenantId !== tenantId || caller.tenantRole === undefined) {
    throw new ProblemError(403, 'You are not a member of this tenant.');
  }
  const allowed = roles === undefined ? [caller.tenantRole] : [roles].flat();
  if (!allowed.includes(caller.tenantRole)) {
    throw new ProblemError(403, `This requires the role ${allowed.join(' or ')} in this tenant.`);
  }
  return { ...caller, tenantId, tenantRole: caller.tenantRole };
}

/**
 * The caller as the user in the path.
 *
 * @param event Event of a route with `{userId}` in its path.
 * @throws ProblemError 401, 400 or 403
 */
export function userOf(event: RequestEvent): AuthorizerContext {
  const caller = callerOf(event);
  const userId = pathSegment(event, 'userId', USER_ID);
  if (caller.userId !== userId) {
    throw new ProblemError(403, 'You can only access your own user.');
  }
  return caller;
}

/**
 * Who asks, as the authorizer found it.
 *
 * @throws ProblemError 401
 */
export function callerOf({ requestContext }: RequestEvent): AuthorizerContext {
  const context = CONTEXT.safeParse(requestContext.authorizer);
  if (!context.success) {
    throw new ProblemError(401, 'The request is not authorized.');
  }
  // API Gateway caches the authorizer's answer, and the cache outlives the token.
  if (context.data.expiresAt * 1000 <= Date.now()) {
    throw new ProblemError(401, 'The token has expired.');
  }
  return context.data;
}
