import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ExportStore } from './export-state';
import type { ExportMachine } from './request-export';
import type { ObservabilityEnvironment, TenantExportsEnvironment } from '../../contract/environment';
import { EXPORT_LINK_SECONDS } from '../../contract/exports';
import { createDocumentClient } from '../aws/document-client';
import { REQUEST_LIMITS } from '../aws/request-limits';
import { createStsClients } from '../aws/sts-client';
import { apiEnvironment, tableNames } from '../environment/api-environment';
import { type EnvironmentChecks, nonEmptyText, readEnvironment, splitList } from '../environment/environment';
import type { TableNames } from '../environment/tables';
import { perTenant, type ScopedClients } from '../library/scoped-clients';

/** The parts that the export functions of both APIs need. */
export interface ExportApi {
  readonly tables: TableNames;
  /** Clients that can access the rows of one tenant. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  /** Returns where the exports of a tenant are, with a client that can access them only. */
  readonly storeOf: (tenantId: string) => ExportStore;
  readonly machine: ExportMachine;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

export const exportApiEnvironment: EnvironmentChecks<TenantExportsEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_EXPORTS_BUCKET_NAME: nonEmptyText,
  TENANCY_EXPORT_TENANT_ARN: nonEmptyText,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
};

/** Creates the parts from the environment of the function. */
export function createExportApi(): ExportApi {
  const environment = readEnvironment(exportApiEnvironment);
  const clients = perTenant({
    sts: createStsClients(),
    createClient: (credentials) => ({
      dynamoDb: createDocumentClient(credentials),
      s3: new S3Client({ credentials, maxAttempts: 3, requestHandler: REQUEST_LIMITS }),
    }),
    roleArn: environment.TENANCY_TENANT_ROLE_ARN,
    // A link is not valid for longer than the credentials that signed it.
    renewBeforeSeconds: EXPORT_LINK_SECONDS + 60,
  });
  return {
    tables: tableNames(environment),
    tenantRows: {
      forRequest: (event) => clients.forRequest(event).dynamoDb,
      forId: (tenantId) => clients.forId(tenantId).dynamoDb,
    },
    storeOf: (tenantId) => ({ s3: clients.forId(tenantId).s3, bucketName: environment.TENANCY_EXPORTS_BUCKET_NAME }),
    machine: {
      stepFunctions: new SFNClient({ maxAttempts: 3, requestHandler: REQUEST_LIMITS }),
      applicationName: environment.TENANCY_APPLICATION_NAME,
      exportTenant: environment.TENANCY_EXPORT_TENANT_ARN,
    },
    allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
    logger: new Logger(),
  };
}
