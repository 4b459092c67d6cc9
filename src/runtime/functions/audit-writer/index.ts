import { Logger } from '@aws-lambda-powertools/logger';
import { createProvideClientKeys } from './client-keys';
import { auditWriterEnvironment } from './environment';
import { createHandler } from './handler';
import { createPutRecord } from './put-record';
import { CLIENT_DETAILS } from '../../../contract/environment';
import { createDocumentClient } from '../../aws/document-client';
import { createStreamParts } from '../../changes/stream-parts';
import { readEnvironment, splitList } from '../../environment/environment';

const environment = readEnvironment(auditWriterEnvironment);
const documentClient = createDocumentClient();

export const handler = createHandler({
  ...createStreamParts(environment, documentClient, new Logger()),
  putRecord: createPutRecord(documentClient, environment.TENANCY_AUDIT_TABLE_NAME, Number(environment.TENANCY_AUDIT_RETENTION_DAYS)),
  ...environment.TENANCY_AUDIT_CLIENT_DETAILS === CLIENT_DETAILS.recorded && {
    provideClientKeys: createProvideClientKeys(documentClient, environment.TENANCY_USERS_TABLE_NAME),
  },
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
});
