import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient, type Tag } from '@aws-sdk/client-sts';
import { outputs } from './engine';

const iam = new IAMClient();
const sts = new STSClient();

export interface RolePolicies {
  readonly trust: object;
  readonly rights: readonly object[];
}

/** Credentials of a role, which the account's root assumes with these session tags. */
export async function assume(roleArn: string, tags: Readonly<Record<string, string>>) {
  const Tags: Tag[] = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'test', Tags }));
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}

/** The deployed policies of a role. */
export async function policiesOf(roleArn: string): Promise<RolePolicies> {
  const RoleName = roleArn.split('/').at(-1)!;
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const documents = await Promise.all(PolicyNames.map(async (PolicyName) =>
    (await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument));
  return { trust: parse(Role!.AssumeRolePolicyDocument), rights: documents.map(parse) };
}

/** The ARN of the only role of a stack whose name contains a text. By default, the stack is the example's: concurrent tests deploy other stacks. */
export async function roleNamed(part: string, stackName = outputs.TenantsTableName.split('-')[0]): Promise<string> {
  const found: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    found.push(...Roles.filter(({ RoleName }) => RoleName!.startsWith(`${stackName}-`) && RoleName!.includes(part)).map(({ Arn }) => Arn!));
  }
  if (found.length !== 1) throw new Error(`There must be one role with ${part} in its name, but there were ${found.length}.`);
  return found[0];
}

/** IAM returns percent-encoded documents. */
function parse(document: string | undefined): object {
  return JSON.parse(decodeURIComponent(document!));
}
