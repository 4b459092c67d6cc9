/** What the names of all stacks of `npm run test:aws` begin with; what is found by this name may be removed. */
export const STACK_PREFIX = 'cdk-tenancy-test-';

/** Inline policies that a check adds to a role for a moment. */
export const TEMPORARY_POLICY = 'cdk-tenancy-test';

/** Output of the bucket that the checks have beside the example. */
export const OBJECTS_BUCKET_OUTPUT = 'ObjectsBucketName';

/** How long an access token of the deployed app lasts: the shortest time that Cognito accepts. */
export const ACCESS_TOKEN_MINUTES = 5;

export function newStackName(): string {
  return `${STACK_PREFIX}${Date.now().toString(36)}`;
}

/** What the names of all that checks create beside the stack begin with. */
export function temporaryPrefix(stackName: string): string {
  return `${stackName}-temporary-`;
}

/** Tag of all resources of a run; its value is the name of the stack. */
export const RUN_TAG = 'cdk-tenancy:test-aws';
