import { CfnDeletionPolicy, CfnResource, Lazy, aws_cognito as cognito, aws_dynamodb as dynamodb } from 'aws-cdk-lib';

/**
 * Makes DynamoDB refuse to delete a table that CloudFormation never deletes. A table that CloudFormation may delete, with its stack or
 * when its creation is rolled back, is not protected: the refusal would stop CloudFormation.
 *
 * The template decides, after all aspects: `RemovalPolicies.of(stack).destroy()` changes the policy of tables that exist by then.
 *
 * @param asked What the app says about the protection, if it says something.
 */
export function protectTable(table: dynamodb.Table, asked?: boolean): void {
  const resource = table.node.defaultChild as dynamodb.CfnTable;
  resource.deletionProtectionEnabled = Lazy.any({ produce: () => asked ?? isNeverDeleted(resource) });
  table.node.addValidation({ validate: () => asked === true && !isNeverDeleted(resource) ? [contradiction(table, resource)] : [] });
}

/** The same for a user pool and Cognito. */
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
