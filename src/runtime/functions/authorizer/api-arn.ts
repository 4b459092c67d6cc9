/** `arn:<partition>:execute-api:<region>:<account>:<api id>/<stage>` of the ARN that API Gateway sends along. */
export function apiArn(methodArn: string): string {
  const arn = /^(arn:[a-z-]+:execute-api:[a-z0-9-]+:\d+:[A-Za-z0-9]+\/[\w-]+)\//.exec(methodArn)?.[1];
  if (arn === undefined) {
    throw new Error('methodArn must be the ARN of a method of a REST API, but was not.');
  }
  return arn;
}
