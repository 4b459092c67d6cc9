import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/** One function, without a version or an alias. A wildcard would be a wildcard in policies. */
const FUNCTION_ARN = /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,140}$/;

export function validateFunctionArn(scope: Construct, functionArn: string | undefined): void {
  if (functionArn !== undefined && !Token.isUnresolved(functionArn) && !FUNCTION_ARN.test(functionArn)) {
    throw new ConstructError(scope, 'lookUpFunctionArn must be the ARN of a function, such as "arn:aws:lambda:eu-central-1:111122223333:function:lookup", '
      + `but was ${JSON.stringify(functionArn)}. Pass lookUpFunctionArn of the API.`);
  }
}
