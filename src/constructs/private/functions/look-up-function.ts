import { Duration, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { createRuntimeFunction, type RuntimeFunctionProps } from './runtime-function';
import type { SuspensionEnvironment, TenantLookupEnvironment } from '../../../contract/environment';
import type { ITenantTables } from '../../tenant-tables';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantQueryByUser, grantRead } from '../tables/table-rights';

export interface LookUpFunctionProps extends Pick<RuntimeFunctionProps<TenantLookupEnvironment>, 'serviceName' | 'options'> {
  readonly tables: ITenantTables;
  /** Application name from which tenant ids are derived; empty if no tenants are created for sign-ups. */
  readonly applicationName: string;
  readonly suspension: SuspensionEnvironment;
}

/**
 * Creates the function that looks up the tenants of one user. It is not the function of the admin API, because a principal that can invoke
 * that one can send it events of all its routes, such as the list of all tenants.
 */
export function createLookUpFunction(scope: Construct, id: string, props: LookUpFunctionProps): lambda.Function {
  const handler = createRuntimeFunction(scope, id, {
    bundle: 'tenant-lookup',
    description: 'Looks up the tenants of a user at a sign-in',
    serviceName: props.serviceName,
    options: props.options,
    environment: lookUpEnvironment(props),
    // Cognito does not wait longer.
    timeout: Duration.seconds(5),
  });
  grantLookUpOfUsers(inlineRightsOf(handler), props.tables);
  return handler;
}

export function lookUpEnvironment({ tables: { tenants, users }, applicationName, suspension }: LookUpFunctionProps): TenantLookupEnvironment {
  return {
    TENANCY_APPLICATION_NAME: applicationName,
    TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
    TENANCY_USERS_TABLE_NAME: users.tableName,
    ...suspension,
  };
}

/** Grants the reads of a lookup: the record and the memberships of any user, and their tenants. */
export function grantLookUpOfUsers(grantee: iam.IGrantable, { tenants, users }: ITenantTables): void {
  grantRead(grantee, tenants, 'dynamodb:BatchGetItem');
  grantRead(grantee, users, 'dynamodb:BatchGetItem');
  grantQueryByUser(grantee, users);
}
