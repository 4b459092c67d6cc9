import type { RemovalPolicy } from 'aws-cdk-lib';

/** Environment variable with what an `OwnApp` says, as JSON. */
export const OWN_APP_VARIABLE = 'OWN_APP';

/** How a tenancy is deployed in a stack of its own. */
export interface OwnApp {
  readonly stackName: string;
  readonly dashboard?: boolean;
  readonly removalPolicy?: keyof typeof RemovalPolicy;
  readonly userPoolTriggers?: boolean;
  /** Whether the deployment fails once all of the tenancy is there. */
  readonly failsInTheEnd?: boolean;
}
