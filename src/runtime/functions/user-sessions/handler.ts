import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { endSessions, memberChecks } from './end-sessions';
import { SESSIONS_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import type { EndedSessions } from '../../../contract/api';
import { USER_ID } from '../../../contract/identifiers';
import { SESSIONS_ROUTE } from '../../../contract/routes';
import type { TableNames } from '../../environment/tables';
import { createApiHandler } from '../../http/api-handler';
import { jsonResponse, noContent } from '../../http/json-response';
import { tenantOf, userOf } from '../../library/guard';
import { pathSegment } from '../../library/path-segment';
import { invalidRequest } from '../../library/problem';
import { principalCaller, userCaller } from '../../tenants/actor';
import type { ChangePoolUser } from '../../users/user-directory';
import { USER_NAME, userNameErrors } from '../../users/user-name-query';

export interface UserSessionsHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tables: TableNames;
  readonly signOutPoolUser: ChangePoolUser;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/**
 * Ends all sessions of a person: for the person, for an admin of one of their tenants, or for operators and services.
 *
 * The mark in the record is written first. From then on the authorizer refuses the sessions, also if the pool does not answer or has no account with
 * this name. Then the pool revokes the refresh tokens. A request that failed in between can be repeated.
 */
export function createHandler({ documentClient, tables, signOutPoolUser, allowOrigins, logger }: UserSessionsHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: SESSIONS_ROUTE.signOutEverywhere,
        answer: async (event) => {
          const user = userOf(event);
          const { userId, userName } = user;
          await endSessions(documentClient, tables.usersTableName, { userId, ...await userCaller(event, user, logger) });
          await signOutPoolUser(userName, userId);
          logger.info('A user ended all of their sessions');
          return noContent();
        },
      },
      {
        route: SESSIONS_ROUTE.signOutMember,
        answer: async (event) => {
          const admin = tenantOf(event, SESSIONS_ROUTE.signOutMember.role);
          const { tenantId } = admin;
          const userId = pathSegment(event, 'userId', USER_ID);
          logger.appendKeys({ tenantId });
          const caller = await userCaller(event, admin, logger);
          const checks = memberChecks({ client: documentClient, tables, tenantId, ...caller }, userId);
          await endSessions(documentClient, tables.usersTableName, { userId, tenantId, ...caller }, checks);
          await signOutPoolUser(userId === admin.userId ? admin.userName : userId, userId);
          logger.info('An admin ended all sessions of a member');
          return noContent();
        },
      },
      {
        route: SESSIONS_ADMINISTRATION_ROUTE.endSessions,
        answer: async (event) => {
          const userId = pathSegment(event, 'userId', USER_ID);
          const userName = userNameOf(event) ?? userId;
          await endSessions(documentClient, tables.usersTableName, { userId, ...principalCaller(event, logger) });
          const account = await signOutPoolUser(userName, userId) ? 'signedOut' : 'notFound';
          logger.info('All sessions of a user were ended', { account });
          const response: EndedSessions = { account };
          return jsonResponse(response);
        },
      },
    ],
  });
}

/** @throws ProblemError 400 */
function userNameOf({ queryStringParameters }: APIGatewayProxyEvent): string | undefined {
  const { [USER_NAME]: userName } = queryStringParameters ?? {};
  const errors = userNameErrors(userName);
  if (errors.length > 0) throw invalidRequest('The query of the request is invalid.', errors);
  return userName;
}
