import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The settings that decide which resources are kept. */
interface KeepingSettings {
  readonly invitations?: { readonly enabled?: boolean };
  readonly changeEvents?: { readonly enabled?: boolean };
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Adds an info about resources that an earlier deployment may have created and that this one no longer contains. CloudFormation keeps them.
 * It is not a warning, because synth can't know whether the feature was on before.
 */
export function noteKeptResources(scope: Construct, { invitations, changeEvents, removalPolicy }: KeepingSettings): void {
  if (removalPolicy === RemovalPolicy.DESTROY) {
    return;
  }
  if (invitations?.enabled === false) {
    tell(scope, 'invitations.enabled is false', 'table of invitations');
  }
  if (changeEvents?.enabled === false) {
    tell(scope, 'changeEvents.enabled is false', 'bucket for failed changes');
  }
}

function tell(scope: Construct, setting: string, what: string): void {
  Annotations.of(scope).addInfo(`${setting}. If an earlier deployment had it on, its ${what} is kept, outside of the stack. `
    + 'https://github.com/cdk-tenancy/cdk-tenancy/blob/main/docs/leaving.md says how to find and delete it.');
}
