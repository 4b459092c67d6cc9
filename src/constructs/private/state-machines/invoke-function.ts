import { Aws, Duration, aws_lambda as lambda, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { jsonata } from './jsonata';
import { retryTask } from './task';

/**
 * Defines the call of a function. Not with the CDK's task, which would grant the call of all versions of the function too.
 */
export function invokeFunction(
  scope: Construct, id: string, { functionArn }: lambda.IFunction, payload: object, timeout: Duration, assign?: Record<string, unknown>,
): sfn.CustomState {
  return retryTask(new sfn.CustomState(scope, id, {
    stateJson: {
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::lambda:invoke`,
      Arguments: { FunctionName: functionArn, Payload: payload },
      Output: jsonata('$states.result.Payload'),
      ...assign && { Assign: assign },
      TimeoutSeconds: timeout.toSeconds(),
    },
  }));
}
