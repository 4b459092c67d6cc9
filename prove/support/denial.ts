import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';

const POLICY = 'denied-on-purpose';

/** Denies a role an action with a policy. @returns a function that removes the policy */
export async function deny(RoleName: string, Action: string): Promise<() => Promise<void>> {
  const iam = new IAMClient();
  await iam.send(new PutRolePolicyCommand({
    RoleName,
    PolicyName: POLICY,
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] }),
  }));
  return async () => void await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: POLICY }));
}
