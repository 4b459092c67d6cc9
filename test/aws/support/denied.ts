import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { clients } from './clients';
import { TEMPORARY_POLICY } from '../names';

/** Takes actions away from a role while something is done. IAM takes some seconds until all of AWS knows. */
export async function whileDenied<T>(RoleName: string, actions: readonly string[], work: () => Promise<T>): Promise<T> {
  const iam = clients.iam();
  await iam.send(new PutRolePolicyCommand({
    RoleName,
    PolicyName: TEMPORARY_POLICY,
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: actions, Resource: '*' }] }),
  }));
  try {
    return await work();
  } finally {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: TEMPORARY_POLICY }));
  }
}

/** The name in the ARN of a role. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
