import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient, type Tag } from '@aws-sdk/client-sts';
import { outputs } from './engine';

const iam = new IAMClient();
const sts = new STSClient();

export interface RolePolicies {
  readonly trust: object;
  readonly rights: readonly object[];
}

/** Credentials of a role, assumed by the account's root with these session tags. */
export async function assume(roleArn: string, tags: Readonly<Record<string, string>>) {
  const Tags: Tag[] = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'test', Tags }));
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}

/** The policies of a role as CloudFormation made them of the synthesised template. */
export async function policiesOf(roleArn: string): Promise<RolePolicies> {
  const RoleName = roleArn.split('/').at(-1)!;
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const documents = await Promise.all(PolicyNames.map(async (PolicyName) =>
    (await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument));
  return { trust: parse(Role!.AssumeRolePolicyDocument), rights: documents.map(parse) };
}

/** The ARN of the one role of the example's stack whose name has a part. Tests beside this one deploy stacks of their own. */
export async function roleNamed(part: string): Promise<string> {
  const [stackName] = outputs.TenantsTableName.split('-');
  const found: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    found.push(...Roles.filter(({ RoleName }) => RoleName!.startsWith(`${stackName}-`) && RoleName!.includes(part)).map(({ Arn }) => Arn!));
  }
  if (found.length !== 1) throw new Error(`Expected one role with ${part} in its name, found ${found.length}.`);
  return found[0];
}

/** IAM hands documents out percent-encoded. */
function parse(document: string | undefined): object {
  return JSON.parse(decodeURIComponent(document!));
}
