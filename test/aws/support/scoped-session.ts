import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { clients } from './clients';
import type { Credentials } from '../../../local/client/api';

/** Assumes a scoped role with these session tags, and returns the credentials. */
export async function assume(roleArn: string, tags: Readonly<Record<string, string>>): Promise<Credentials> {
  const { Credentials: credentials } = await clients.sts().send(new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: 'test',
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  }));
  return {
    accessKeyId: credentials!.AccessKeyId!, secretAccessKey: credentials!.SecretAccessKey!, sessionToken: credentials!.SessionToken!,
  };
}
