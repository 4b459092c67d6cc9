import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { pathSegment } from './path-segment';
import { ProblemError } from './problem';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { isIdentifier, TENANT_ID, USER_ID } from '../../contract/identifiers';
import { TENANT_ROLE } from '../../contract/roles';
import type { Route } from '../../contract/routes';

/** The guard stands behind the authorizer: a policy that lets too much through does not reach a row. */

const CONTEXT: z.ZodMiniType<AuthorizerContext> = z.object({
  userId: z.string().check(z.refine((value) => isIdentifier(USER_ID, value))),
  tenantId: z.optional(z.string().check(z.refine((value) => isIdentifier(TENANT_ID, value)))),
  tenantRole: z.optional(z.enum(TENANT_ROLE)),
  // API Gateway hands numbers on as strings.
  expiresAt: z.coerce.number().check(z.int(), z.positive()),
});

/**
 * Lets a member of the tenant in the path pass.
 *
 * @returns the id of that tenant
 * @throws ProblemError 401, 400 or 403
 */
export function requireTenantOfPath(event: APIGatewayProxyEvent, route: Route): string {
  const context = currentContext(event);
  const tenantId = pathSegment(event, 'tenantId', TENANT_ID);
  if (context.tenantId !== tenantId || context.tenantRole === undefined) {
    throw new ProblemError(403, 'You are not a member of this tenant.');
  }
  if (route.role !== undefined && context.tenantRole !== route.role) {
    throw new ProblemError(403, `This needs the role ${route.role} in the tenant.`);
  }
  return tenantId;
}

/**
 * Lets the user in the path pass.
 *
 * @returns the id of that user
 * @throws ProblemError 401, 400 or 403
 */
export function requireUserOfPath(event: APIGatewayProxyEvent): string {
  const context = currentContext(event);
  const userId = pathSegment(event, 'userId', USER_ID);
  if (context.userId !== userId) {
    throw new ProblemError(403, 'This is about another user.');
  }
  return userId;
}

function currentContext(event: APIGatewayProxyEvent): AuthorizerContext {
  const context = CONTEXT.safeParse(event.requestContext.authorizer);
  if (!context.success) {
    throw new ProblemError(401, 'The request is not authorized.');
  }
  // API Gateway caches the authorizer's answer, and the cache outlives the token.
  if (context.data.expiresAt * 1000 <= Date.now()) {
    throw new ProblemError(401, 'The token has expired.');
  }
  return context.data;
}
