import { ArnFormat, Stack, aws_iam as iam, aws_lambda as lambda, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { inlineRightsOf } from './inline-rights';
import { acknowledgeWildcard } from '../validation/acknowledged-findings';

/** Allows a function to see whether an execution of a state machine is running, by its name. */
export function grantDescribeExecutions(handler: lambda.Function, stateMachine: sfn.IStateMachine): void {
  const { resourceName } = Stack.of(stateMachine).splitArn(stateMachine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  const executions = Stack.of(stateMachine).formatArn({
    service: 'states', resource: 'execution', resourceName: `${resourceName!}:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  iam.Grant.addToPrincipal({ grantee: inlineRightsOf(handler), actions: ['states:DescribeExecution'], resourceArns: [executions] });
  acknowledgeWildcard(handler.role!, executions, 'The wildcard stands for the name of an execution of one state machine.');
}
