import { STS } from '@aws-sdk/client-sts';
import { createAuditLog, perTenant } from 'cdk-tenancy/runtime';

/** Adds records to the audit log of one tenant: IAM denies records for all other tenants. */
export const tenantAuditLog = perTenant({ sts: new STS(), createClient: (credentials) => createAuditLog({ credentials }) });
