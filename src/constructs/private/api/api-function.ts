import { Duration } from 'aws-cdk-lib';
import { originsVariable } from './cors-origins';
import type { AdminApiEnvironment } from '../../../contract/environment';
import type { ITenantTables } from '../../tenant-tables';

/** The longest time that API Gateway waits for a function. */
export function apiTimeout(): Duration {
  return Duration.seconds(29);
}

/** Environment variables that the functions of both APIs share. */
export function apiEnvironment({ tenants, users }: ITenantTables, corsAllowOrigins: readonly string[]): AdminApiEnvironment {
  return {
    TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
    TENANCY_USERS_TABLE_NAME: users.tableName,
    TENANCY_CORS_ALLOW_ORIGINS: originsVariable(corsAllowOrigins),
  };
}
