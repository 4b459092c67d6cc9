import { readFileSync } from 'node:fs';

/** Outputs of a deployment of the example. URLs of APIs end with a slash; URLs of pages do not. */
export interface DeploymentOutputs {
  readonly Endpoint: string;
  readonly Region: string;
  readonly ApiUrl: string;
  readonly AdminApiUrl: string;
  readonly UserPoolId: string;
  readonly UserPoolClientId: string;
  readonly JwksUrl: string;
  readonly EventBusName: string;
  readonly TenantsTableName: string;
  readonly UsersTableName: string;
  readonly InvitationsTableName: string;
  readonly DeadLetterQueueUrl: string;
  readonly AuditTableName: string;
  readonly FailedChangesBucketName: string;
  readonly TenantRoleArn: string;
  readonly DevicesTableName: string;
  readonly DashboardUrl: string;
  /** Address of the dashboard of a local engine, for browsers on this machine. */
  readonly LocalDashboardUrl?: string;
}

/** Environment variable that names the file with the outputs. */
export const OUTPUTS_FILE_VARIABLE = 'TENANCY_OUTPUTS';

export function readOutputs(): DeploymentOutputs {
  const file = process.env[OUTPUTS_FILE_VARIABLE];
  if (!file) {
    throw new Error(`${OUTPUTS_FILE_VARIABLE} is not set. It must name the outputs.json of a running deployment. Run \`npm run local:up\`, then \`. .local/env.sh\`.`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as DeploymentOutputs;
}
