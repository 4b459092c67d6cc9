import { randomUUID } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import { recordBody } from './record-body';
import { AUDIT_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import { AUDIT_RECORD_VERSION } from '../../../contract/audit';
import { TENANT_ID } from '../../../contract/identifiers';
import type { TenantAuditRecord } from '../../audit/stored-record';
import type { ApiOperation } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { jsonResponse } from '../../http/json-response';
import { pathSegment } from '../../library/path-segment';
import { principalCaller } from '../../tenants/actor';

export interface RecordOperationProps {
  /** The event can be missing. A repeated request would add another record. */
  readonly write: (record: TenantAuditRecord) => Promise<unknown>;
  readonly logger: Logger;
}

/**
 * The operation by which the application adds a record. IAM has authorized the path, so the tenant in it is one that the caller may write for. Key,
 * time and expiry are not the caller's to choose.
 */
export function recordOperation({ write, logger }: RecordOperationProps): ApiOperation {
  return {
    route: AUDIT_ADMINISTRATION_ROUTE.recordAudit,
    answer: async (event) => {
      const tenantId = pathSegment(event, 'tenantId', TENANT_ID);
      logger.appendKeys({ tenantId });
      const { actor: principal, requestId } = principalCaller(event, logger);
      const { action, actor = principal, targets = [], changes = [] } = recordBody(jsonBody(event));
      const record = {
        id: randomUUID().replaceAll('-', ''),
        action,
        version: AUDIT_RECORD_VERSION,
        occurredAt: new Date().toISOString(),
        actor,
        targets,
        context: { requestId },
        changes,
      } as const;
      await write({ tenantId, record });
      logger.info('A record of the application was added');
      return jsonResponse(record, {}, 201);
    },
  };
}
