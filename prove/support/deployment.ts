import { readFileSync } from 'node:fs';
import { OUTPUTS_FILE_VARIABLE } from '../../local/client/outputs';

/** Environment variable with the file that identifies the process of the engine. */
export const ENGINE_RECORD_VARIABLE = 'ENGINE_RECORD_FILE';

/** The applications that only have a saga, each in its own stack. */
export const SAGAS = ['express', 'standard'] as const;

/** The application with a complete tenancy and a user pool. */
export const TENANCY = 'tenancy';

export const APPLICATIONS = [...SAGAS, TENANCY] as const;

export type ApplicationName = (typeof APPLICATIONS)[number];

export type SagaOutput =
  'EventBusName' | 'AdminApiUrl' | 'TenantsTableName' | 'UsersTableName' | 'DeadLetterQueueUrl' | 'CreateTenantArn' | 'AddFirstAdminArn';
export type TenancyOutput =
  SagaOutput | 'UserPoolId' | 'UserPoolClientId' | 'SignUpRoleName' | 'InvitationsTableName' | 'DeleteTenantArn' | 'RowsTableName' | 'FilesBucketName'
  | 'ExportTenantArn' | 'ExportsBucketName' | 'ApiUrl' | 'AuthorizerRoleName'
  | 'OperatorUrl' | 'AuditTableName' | 'AuditWriterName' | 'ArchiveBucketName';

/** The outputs of a saga. */
export function readSagaOutputs(applicationName: ApplicationName): Record<SagaOutput, string> {
  return readOutputsOf(applicationName);
}

/** The outputs of the tenancy. */
export function readTenancyOutputs(): Record<TenancyOutput, string> {
  return readOutputsOf(TENANCY);
}

function readOutputsOf<Name extends string>(applicationName: ApplicationName): Record<Name, string> {
  const outputs: Record<string, string> = JSON.parse(readFileSync(process.env[OUTPUTS_FILE_VARIABLE]!, 'utf8'));
  return Object.fromEntries(Object.entries(outputs)
    .filter(([name]) => name.startsWith(applicationName))
    .map(([name, value]) => [name.slice(applicationName.length), value])) as Record<Name, string>;
}
