import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { invitationCodeBody } from './invitation-code-body';
import { provenInvitation, requireInvited } from './proven-invitation';
import type { AcceptedInvitation, InvitationPreview } from '../../contract/api';
import { INVITATION_STATUS, MEMBERSHIP_ORIGIN } from '../../contract/attributes';
import { INVITED_ROUTE } from '../../contract/routes';
import { createApiHandler } from '../shared/api-handler';
import { userOf } from '../shared/guard';
import { isoTime } from '../shared/invitation-items';
import { endInvitation, type InvitationTableNames } from '../shared/invitation-writes';
import { joinTenant, type MembershipLimits } from '../shared/join-tenant';
import { jsonBody } from '../shared/json-body';
import { jsonResponse, noContent } from '../shared/json-response';
import { inactiveTenant } from '../shared/tenant-refusals';
import { readTenant } from '../shared/tenants';
import { transact } from '../shared/transaction';
import type { LookUpUser } from '../shared/user-directory';

export interface InvitedHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly lookUpUser: LookUpUser;
  readonly tables: InvitationTableNames;
  readonly limits: MembershipLimits;
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** What a person does with the code of an invitation. They are no member yet, so this crosses into the tenant. */
export function createHandler({ documentClient, lookUpUser, tables, limits, allowOrigins, logger }: InvitedHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: INVITED_ROUTE.previewInvitation,
        answer: async (event) => {
          const { invitation } = await invited(event);
          const tenant = await readTenant(documentClient, tables.tenantsTableName, invitation.tenantid);
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
          const { invitation, key, user, userId } = await invited(event);
          const { tenantId, invitationId } = key;
          const { name, email } = user;
          const { role, codehash } = invitation;
          await joinTenant(
            documentClient,
            tables,
            limits,
            { tenantId, userId, name, email, role, origin: MEMBERSHIP_ORIGIN.invitation, invitationId, at: new Date().toISOString() },
            [endInvitation(tables.invitationsTableName, key, INVITATION_STATUS.accepted, codehash)],
          );
          logger.info('An invitation was accepted', { invitationId });
          const accepted: AcceptedInvitation = { tenantId, role };
          return jsonResponse(accepted);
        },
      },
      {
        route: INVITED_ROUTE.declineInvitation,
        answer: async (event) => {
          const { invitation, key } = await invited(event);
          await transact(documentClient, [endInvitation(tables.invitationsTableName, key, INVITATION_STATUS.declined, invitation.codehash)]);
          logger.info('An invitation was declined', { invitationId: key.invitationId });
          return noContent();
        },
      },
    ],
  });

  /** The invitation of a request, and the user whom it is for. */
  async function invited(event: APIGatewayProxyEvent) {
    const caller = userOf(event);
    const { code } = invitationCodeBody(jsonBody(event));
    const invitation = await provenInvitation(documentClient, tables.invitationsTableName, code);
    const key = { tenantId: invitation.tenantid, invitationId: invitation.invitationid };
    logger.appendKeys({ tenantId: key.tenantId });
    const user = await lookUpUser(caller);
    requireInvited(invitation, user);
    return { invitation, key, user, userId: caller.userId };
  }
}
