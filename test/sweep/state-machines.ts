import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';

/** The ARN of the first state machine whose name contains a text. */
export async function stateMachineNamed(part: string): Promise<string> {
  const { stateMachines = [] } = await new SFNClient().send(new ListStateMachinesCommand({}));
  return stateMachines.find(({ name }) => name!.includes(part))!.stateMachineArn!;
}
