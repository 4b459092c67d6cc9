import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ApiLogRole, SuspensionAccess, TenantLookup } from '../../../src';

/** Environment variable with an `OwnApp` as JSON. */
export const OWN_APP_VARIABLE = 'OWN_APP';

/** The settings of a tenancy in a separate stack. */
export interface OwnApp {
  readonly stackName: string;
  readonly dashboard?: boolean;
  readonly removalPolicy?: keyof typeof RemovalPolicy;
  readonly userPoolTriggers?: boolean;
  readonly lookup?: keyof typeof TenantLookup;
  readonly suspensionAccess?: keyof typeof SuspensionAccess;
  readonly apiLogRole?: keyof typeof ApiLogRole;
  /** Whether the app has its own API behind the authorizer of the tenancy: `GET /tenant/{tenantId}/orders`, and for admins `POST`. */
  readonly ownApi?: boolean;
  /** Whether roles for an operator and for a service can call the admin API. */
  readonly operators?: boolean;
  /** Whether invitations, and notices of closed tenants, are sent by email. */
  readonly mails?: boolean;
  /** Whether the deployment fails after the creation of all resources of the tenancy. */
  readonly failsInTheEnd?: boolean;
}
