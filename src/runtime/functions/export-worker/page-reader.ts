import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readExporter } from './read-exporter';
import { readObjects } from './read-objects';
import { readRows } from './read-rows';
import { readAuditLog, readInvitations, readMembers, readTenant } from './read-tenancy';
import type { SourcePage } from './source-page';
import type { ExportSource } from '../../../contract/exports';
import { SESSION_TAG } from '../../../contract/isolation';
import { keyFor, parseKeyFormat } from '../../../contract/key-format';
import type { ExportKey } from '../../exports/export-keys';

/** Reads a page of a source; without a cursor, the first one. */
export type ReadPage = (source: ExportSource, cursor?: string) => Promise<SourcePage>;

export interface SourceClients {
  readonly dynamoDb: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly lambda: LambdaClient;
}

/** Creates the function that reads the sources of a tenant. */
export function pageReader({ dynamoDb, s3, lambda }: SourceClients, key: ExportKey): ReadPage {
  const { tenantId } = key;
  return async (source, cursor) => {
    switch (source.kind) {
      case 'tenant': return readTenant(dynamoDb, source.tableName, tenantId);
      case 'members': return readMembers(dynamoDb, source.tableName, tenantId, cursor);
      case 'invitations': return readInvitations(dynamoDb, source.tableName, tenantId, cursor);
      case 'audit': return readAuditLog(dynamoDb, source.tableName, tenantId, cursor);
      case 'rows': return readRows(dynamoDb, source.tableName, keyOf(tenantId, source.keyFormat), cursor);
      case 'objects': return readObjects(s3, source.bucketName, keyOf(tenantId, source.prefix), cursor);
      case 'exporter': return readExporter(lambda, source.functionArn, { ...key, cursor });
    }
  };
}

function keyOf(tenantId: string, format: string): string {
  return keyFor(tenantId, parseKeyFormat(format, SESSION_TAG.tenantId));
}
