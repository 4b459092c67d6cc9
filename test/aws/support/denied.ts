import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { clients } from './clients';
import { TEMPORARY_POLICY } from '../names';

/** Denies a role some actions during some work. Changes of IAM take effect after some seconds. */
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

/** The name of a role, from its ARN. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
