import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTenant } from './create-tenant';
import { createTenantBody } from './create-tenant-body';
import { idempotencyKey } from './idempotency-key';
import { ADDITIONAL_TENANTS_ROUTE } from '../../../contract/routes';
import type { TableNames } from '../../environment/tables';
import { createApiHandler } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { userOf } from '../../library/guard';
import { userCaller } from '../../tenants/actor';
import { createdTenantId } from '../../tenants/derived-tenant-id';
import { tenantResponse } from '../../tenants/tenant-response';
import type { LookUpUser } from '../../users/user-directory';

export interface AdditionalTenantsHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly lookUpUser: LookUpUser;
  /** Tenant ids are derived from it. */
  readonly applicationName: string;
  readonly tables: TableNames;
  readonly tenantsPerUser: number;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** Creates another tenant for a user, who becomes its first admin. */
export function createHandler(props: AdditionalTenantsHandlerProps) {
  const { documentClient, lookUpUser, applicationName, tables, tenantsPerUser, allowOrigins, logger } = props;
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: ADDITIONAL_TENANTS_ROUTE.createTenant,
        answer: async (event) => {
          const caller = userOf(event);
          const key = idempotencyKey(event);
          const { name } = createTenantBody(jsonBody(event));
          const tenantId = createdTenantId(applicationName, caller.userId, key);
          logger.appendKeys({ tenantId });
          const scope = { client: documentClient, tables, tenantId, ...await userCaller(event, caller, logger) };
          const { tenant, isNew } = await createTenant(scope, tenantsPerUser, {
            name,
            userId: caller.userId,
            owner: await lookUpUser(caller),
            at: new Date().toISOString(),
          });
          logger.info(isNew ? 'A tenant was created' : 'The tenant was created before');
          return tenantResponse(tenant, isNew ? 201 : 200);
        },
      },
    ],
  });
}
