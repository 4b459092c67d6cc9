import { randomUUID } from 'node:crypto';
import {
  CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../local/client/api';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** A role for a test. */
export interface TestRole {
  readonly arn: string;
  readonly remove: () => Promise<void>;
}

const iam = new IAMClient();
const POLICY_NAME = 'rights';

/** Creates a role with only these rights. */
export async function createRole(principal: Readonly<Record<string, string>>, rights: readonly Statement[]): Promise<TestRole> {
  const RoleName = `test-${randomUUID()}`;
  const { Role } = await iam.send(new CreateRoleCommand({
    RoleName,
    AssumeRolePolicyDocument: policy([{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }]),
  }));
  if (rights.length > 0) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: POLICY_NAME, PolicyDocument: policy(rights) }));
  }
  return {
    arn: Role!.Arn!,
    remove: async () => {
      if (rights.length > 0) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: POLICY_NAME }));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    },
  };
}

export async function assume({ arn }: TestRole): Promise<Credentials> {
  const { Credentials: issued } = await new STSClient().send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'service' }));
  return { accessKeyId: issued!.AccessKeyId!, secretAccessKey: issued!.SecretAccessKey!, sessionToken: issued!.SessionToken! };
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
