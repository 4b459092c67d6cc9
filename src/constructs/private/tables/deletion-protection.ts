import { CfnDeletionPolicy, CfnResource, Lazy, aws_cognito as cognito, aws_dynamodb as dynamodb } from 'aws-cdk-lib';

/**
 * Turns on deletion protection for a table that CloudFormation never deletes. If CloudFormation can delete the table, with its stack or
 * when its creation is rolled back, protection would make that fail.
 *
 * The removal policy is read at synth, after all aspects, because `RemovalPolicies.of(stack).destroy()` changes it late.
 *
 * @param asked The app's own setting, if it has one.
 */
export function protectTable(table: dynamodb.Table, asked?: boolean): void {
  const resource = table.node.defaultChild as dynamodb.CfnTable;
  resource.deletionProtectionEnabled = Lazy.any({ produce: () => asked ?? isNeverDeleted(resource) });
  table.node.addValidation({ validate: () => asked === true && !isNeverDeleted(resource) ? [contradiction(table, resource)] : [] });
}

/** Turns on deletion protection for a user pool in the same way. */
export function protectUserPool(userPool: cognito.UserPool): void {
  const resource = userPool.node.defaultChild as cognito.CfnUserPool;
  resource.deletionProtection = Lazy.string({ produce: () => isNeverDeleted(resource) ? 'ACTIVE' : 'INACTIVE' });
}

function isNeverDeleted({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN;
}

function contradiction(table: dynamodb.Table, { cfnOptions: { deletionPolicy = CfnDeletionPolicy.DELETE } }: CfnResource): string {
  const when = deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE ? 'when its creation is rolled back' : 'with the stack';
  return `[${table.node.path}] deletionProtection must be off for a table that is deleted ${when} (DeletionPolicy ${deletionPolicy}), but was on, `
    + 'and DynamoDB would refuse the deletion. Leave deletionProtection out: it follows from the removal policy.';
}
