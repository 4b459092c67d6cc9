import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from '../validation/construct-error';

/** @throws ConstructError if a construct that adds routes to an API is in another stack */
export function requireStackOfApi(scope: Construct, api: Construct): void {
  if (Stack.of(scope) !== Stack.of(api)) {
    throw new ConstructError(scope, `The API ${api.node.path} must be in the stack of this construct, but was in ${Stack.of(api).node.path}. `
      + 'The API calls the functions, and their permissions name the API, so two stacks would depend on each other. Put both into one stack.');
  }
}
