import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/** One function, without a version or an alias. A wildcard would be a wildcard in policies. */
const FUNCTION_ARN = /^arn:[a-z-]+:lambda:([a-z0-9-]+):(\d{12}):function:[A-Za-z0-9_-]{1,140}$/;

/** @throws ConstructError for an ARN that is not that of a function, and for one of another account or Region, which sign-ins could not invoke */
export function validateFunctionArn(scope: Construct, functionArn: string | undefined): void {
  if (functionArn === undefined || Token.isUnresolved(functionArn)) {
    return;
  }
  const [, region, account] = FUNCTION_ARN.exec(functionArn) ?? [];
  if (region === undefined) {
    throw new ConstructError(scope, 'lookUpFunctionArn must be the ARN of a function, such as "arn:aws:lambda:eu-central-1:111122223333:function:lookup", '
      + `but was ${JSON.stringify(functionArn)}. Pass lookUpFunctionArn of the API.`);
  }
  const own = Stack.of(scope);
  if (isOther(region, own.region) || isOther(account, own.account)) {
    throw new ConstructError(scope, `lookUpFunctionArn must be in the account and Region of the stack, but was ${functionArn}. `
      + 'Import the API of this account and Region.');
  }
}

function isOther(value: string, own: string): boolean {
  return !Token.isUnresolved(own) && value !== own;
}
