/** Prefix of the names of all stacks of `npm run test:aws`. Resources with this prefix can be removed. */
export const STACK_PREFIX = 'cdk-tenancy-test-';

/** Name of inline policies that a check adds to a role temporarily. */
export const TEMPORARY_POLICY = 'cdk-tenancy-test';

/** Output with the name of the additional bucket for the checks. */
export const OBJECTS_BUCKET_OUTPUT = 'ObjectsBucketName';

/** Lifetime of an access token of the deployed app: the minimum of Cognito. */
export const ACCESS_TOKEN_MINUTES = 5;

export function newStackName(): string {
  return `${STACK_PREFIX}${Date.now().toString(36)}`;
}

/** Prefix of the names of all resources that checks create beside the stack. */
export function temporaryPrefix(stackName: string): string {
  return `${stackName}-temporary-`;
}

/** Tag of all resources of a run; its value is the name of the stack. */
export const RUN_TAG = 'cdk-tenancy:test-aws';
