import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { acceptInvitation, isAccepted } from './accept-invitation';
import { invitationCodeBody } from './invitation-code-body';
import { provenInvitation, requireInvited, requirePending } from './proven-invitation';
import type { AcceptedInvitation, InvitationPreview } from '../../../contract/api';
import { INVITATION_STATUS, type InvitationItem } from '../../../contract/attributes';
import type { AuthorizerContext } from '../../../contract/authorizer-context';
import { INVITED_ROUTE } from '../../../contract/routes';
import { transact } from '../../aws/transaction';
import { createApiHandler } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { jsonResponse, noContent } from '../../http/json-response';
import { isoTime } from '../../invitations/invitation-items';
import { endInvitation, type InvitationScope, type InvitationTableNames } from '../../invitations/invitation-writes';
import { userOf } from '../../library/guard';
import { ProblemError } from '../../library/problem';
import type { MembershipLimits } from '../../members/join-tenant';
import { userCaller } from '../../tenants/actor';
import { inactiveTenant } from '../../tenants/tenant-refusals';
import { readTenant } from '../../tenants/tenants';
import { requireNotErased } from '../../users/erased-user';
import type { DirectoryEntry, LookUpUser } from '../../users/user-directory';
import { readUserRecord } from '../../users/user-record';

export interface InvitedHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly lookUpUser: LookUpUser;
  readonly tables: InvitationTableNames;
  readonly limits: MembershipLimits;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

interface GivenInvitation {
  readonly caller: AuthorizerContext;
  readonly invitation: InvitationItem;
  /** The tenant of the invitation. Its actor is the caller, who is not a member yet. */
  readonly scope: InvitationScope;
}

/** Operations with the code of an invitation. The caller is not a member yet, so the function has a role of its own for all tenants. */
export function createHandler({ documentClient, lookUpUser, tables, limits, allowOrigins, logger }: InvitedHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: INVITED_ROUTE.previewInvitation,
        answer: async (event) => {
          const { invitation, scope } = await invited(await givenInvitation(event));
          const tenant = await readTenant(scope);
          const refusal = inactiveTenant(tenant);
          if (refusal) throw refusal;
          const preview: InvitationPreview = {
            tenantId: tenant.tenantid,
            tenantName: tenant.name,
            role: invitation.role,
            expiresAt: isoTime(invitation.expiresat),
          };
          return jsonResponse(preview);
        },
      },
      {
        route: INVITED_ROUTE.acceptInvitation,
        answer: async (event) => {
          const given = await givenInvitation(event);
          const { invitation, scope, caller: { userId } } = given;
          const { invitationid: invitationId } = invitation;
          const response: AcceptedInvitation = { tenantId: scope.tenantId, role: invitation.role };
          const isRepeated = async () => isAccepted(scope, userId, invitationId);
          if (invitation.status === INVITATION_STATUS.accepted && await isRepeated()) {
            return jsonResponse(response);
          }
          const { user } = await invited(given);
          try {
            await acceptInvitation(scope, limits, invitation, { ...user, userId });
          } catch (error) {
            // The same person has accepted it at the same time, or earlier in a request whose response was lost.
            if (error instanceof ProblemError && await isRepeated()) return jsonResponse(response);
            throw error;
          }
          logger.info('An invitation was accepted', { invitationId });
          return jsonResponse(response);
        },
      },
      {
        route: INVITED_ROUTE.declineInvitation,
        answer: async (event) => {
          const { invitation, scope } = await invited(await givenInvitation(event));
          const { invitationid: invitationId, codehash } = invitation;
          // The admins of a tenant must not learn where a person is who does not join it.
          const decline = endInvitation({ ...scope, sealedClient: undefined }, invitationId, INVITATION_STATUS.declined, codehash);
          await transact(documentClient, [decline]);
          logger.info('An invitation was declined', { invitationId });
          return noContent();
        },
      },
    ],
  });

  /** Reads the invitation whose code the caller has. */
  async function givenInvitation(event: APIGatewayProxyEvent): Promise<GivenInvitation> {
    const caller = userOf(event);
    const { code } = invitationCodeBody(jsonBody(event));
    requireNotErased(await readUserRecord(documentClient, tables.usersTableName, caller.userId));
    const invitation = await provenInvitation(documentClient, tables.invitationsTableName, code);
    const { tenantid: tenantId } = invitation;
    logger.appendKeys({ tenantId });
    return { caller, invitation, scope: { client: documentClient, tables, tenantId, ...await userCaller(event, caller, logger) } };
  }

  /** Requires that the invitation is pending, and that the caller is the invited user. */
  async function invited(given: GivenInvitation): Promise<GivenInvitation & { readonly user: DirectoryEntry }> {
    requirePending(given.invitation);
    const user = await lookUpUser(given.caller);
    requireInvited(given.invitation, user);
    return { ...given, user };
  }
}
