import type { Logger } from '@aws-lambda-powertools/logger';
import { createInvitationBodyValidator } from './create-invitation-body';
import { type DeliverInvitation, MailRefusedError } from './invitation-delivery';
import { invitationRepresentation, listInvitations } from './invitation-items';
import { createInvitation, type InvitationScope, type InvitationTableNames, type IssuedCode, type IssueLimits, resendInvitation, revokeInvitation } from './invitation-writes';
import { uncountMailToAddress } from './mail-counts';
import type { IssuedInvitation } from '../../contract/api';
import { INVITATION_ID } from '../../contract/identifiers';
import type { TenantRole } from '../../contract/roles';
import type { INVITATIONS_ROUTE, Route } from '../../contract/routes';
import type { ApiOperation } from '../http/api-handler';
import { jsonBody } from '../http/json-body';
import { jsonResponse, noContent } from '../http/json-response';
import { pageRequest } from '../http/pages';
import { pathSegment } from '../library/path-segment';
import type { ScopeOfRequest } from '../tenants/request-scope';

export interface InvitationLimits extends IssueLimits {
  /** Default validity of an invitation, in days. */
  readonly days: number;
}

export interface InvitationOperationsProps {
  /** Routes of the API. Both APIs have the operations. */
  readonly routes: Readonly<Record<keyof typeof INVITATIONS_ROUTE, Route>>;
  readonly scopeOf: ScopeOfRequest<InvitationTableNames>;
  /** Roles that a member can have. */
  readonly roles: readonly TenantRole[];
  readonly limits: InvitationLimits;
  readonly deliver: DeliverInvitation;
  readonly logger: Logger;
}

/** Operations on the invitations of a tenant, for its admins and for operators. */
export function invitationOperations({ routes, scopeOf, roles, limits, deliver, logger }: InvitationOperationsProps): ApiOperation[] {
  const createInvitationBody = createInvitationBodyValidator(roles);
  return [
    {
      route: routes.listInvitations,
      answer: async (event) => {
        const { client, tables, tenantId } = await scopeOf(event, routes.listInvitations);
        return jsonResponse(await listInvitations(client, tables.invitationsTableName, tenantId, pageRequest(event, 1)));
      },
    },
    {
      route: routes.createInvitation,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.createInvitation);
        const { email, role, expiresInDays: days = limits.days } = createInvitationBody(jsonBody(event));
        const issued = await createInvitation(scope, limits, { email, role, days });
        logger.info('An invitation was created', { invitationId: issued.invitation.invitationid });
        return issuedResponse(scope, issued, 201);
      },
    },
    {
      route: routes.revokeInvitation,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.revokeInvitation);
        const invitationId = pathSegment(event, 'invitationId', INVITATION_ID);
        await revokeInvitation(scope, invitationId);
        logger.info('An invitation was revoked', { invitationId });
        return noContent();
      },
    },
    {
      route: routes.resendInvitation,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.resendInvitation);
        const invitationId = pathSegment(event, 'invitationId', INVITATION_ID);
        const issued = await resendInvitation(scope, limits, invitationId);
        logger.info('An invitation has a new code', { invitationId });
        return issuedResponse(scope, issued, 200);
      },
    },
  ];

  async function issuedResponse(scope: InvitationScope, issued: IssuedCode, status: number): Promise<Response> {
    const response: IssuedInvitation = { ...invitationRepresentation(issued.invitation), ...await delivered(scope, issued) };
    return jsonResponse(response, {}, status);
  }

  /** Delivers a code. A mail that SES refuses is not counted. Otherwise refused mails could use up the limit of the address. */
  async function delivered({ client, tables }: InvitationScope, issued: IssuedCode): Promise<Partial<IssuedInvitation>> {
    try {
      return await deliver(issued);
    } catch (error) {
      if (error instanceof MailRefusedError) await uncountMailToAddress(client, tables.invitationsTableName, issued.invitation);
      throw error;
    }
  }
}
