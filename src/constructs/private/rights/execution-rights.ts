import { ArnFormat, Stack, aws_iam as iam, aws_stepfunctions as sfn } from 'aws-cdk-lib';

/** Allows a principal to see whether an execution of a state machine is running, by its name. */
export function grantDescribeExecutions(grantee: iam.IGrantable, stateMachine: sfn.IStateMachine): void {
  const { stateMachineArn } = stateMachine;
  const { resourceName } = Stack.of(stateMachine).splitArn(stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  const executions = Stack.of(stateMachine).formatArn({
    service: 'states', resource: 'execution', resourceName: `${resourceName!}:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  iam.Grant.addToPrincipal({ grantee, actions: ['states:DescribeExecution'], resourceArns: [executions] });
}
