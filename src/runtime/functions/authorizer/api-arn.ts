/** Returns the beginning of a method's ARN: `arn:<partition>:execute-api:<region>:<account>:<api id>/<stage>`. */
export function apiArn(methodArn: string): string {
  const arn = /^(arn:[a-z-]+:execute-api:[a-z0-9-]+:\d+:[A-Za-z0-9]+\/[\w-]+)\//.exec(methodArn)?.[1];
  if (arn === undefined) {
    throw new Error('methodArn must be the ARN of a method of a REST API. Use this function as an authorizer of a REST API.');
  }
  return arn;
}
