import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AddPermissionCommand, GetPolicyCommand, LambdaClient, RemovePermissionCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { DeployedResources } from './deployed-resources';
import type { Permission } from './permission';
import { permissionsIn, without, type PolicyDocument, type Statement } from './policy';
import { sqs } from '../e2e/support/engine';

const iam = new IAMClient();
const lambda = new LambdaClient();

/** All permissions of the example: of its roles, and in the policies of its queues and functions. */
export async function deployedPermissions(resources: DeployedResources): Promise<Permission[]> {
  const found = [
    ...resources.ofType('AWS::IAM::Role').map(([holder, roleName]) => ofRole(resources, holder, roleName)),
    ...resources.ofType('AWS::SQS::Queue').map(([holder, url]) => ofQueue(resources, holder, url)),
    ...resources.ofType('AWS::Lambda::Function').map(([holder, functionName]) => ofFunction(resources, holder, functionName)),
  ];
  return (await Promise.all(found)).flat();
}

async function ofRole(resources: DeployedResources, holder: string, RoleName: string): Promise<Permission[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const inline = await Promise.all(PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return inPolicy(holder, parse(PolicyDocument), {
      describe: ({ resource }) => resources.describe(resource!),
      put: async (policy) => {
        if (policy.Statement.length > 0) {
          await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(policy) }));
        } else {
          // IAM refuses a policy without a statement.
          await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
        }
      },
    });
  }));
  return [...inline.flat(), ...await ofManagedPolicies(holder, RoleName), ...await ofTrust(holder, RoleName)];
}

async function ofManagedPolicies(holder: string, RoleName: string): Promise<Permission[]> {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  return AttachedPolicies.map(({ PolicyArn, PolicyName }) => ({
    holder,
    action: PolicyName!,
    resource: '',
    take: async () => { await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })); },
    giveBack: async () => { await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })); },
  }));
}

/** The permissions to assume a role, of functions only: the engine does not check whether a role trusts its service. */
async function ofTrust(holder: string, RoleName: string): Promise<Permission[]> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const trust = parse(Role!.AssumeRolePolicyDocument);
  return JSON.stringify(trust).includes('"Service"') ? [] : inPolicy(holder, trust, {
    describe: () => 'itself',
    put: async (policy) => {
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(policy) }));
    },
  });
}

async function ofQueue(resources: DeployedResources, holder: string, QueueUrl: string): Promise<Permission[]> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  return inPolicy(holder, parse(Attributes!.Policy), {
    describe: (_, statement) => `itself by ${resources.describe(sourceOf(statement))}`,
    put: async (policy) => {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(policy) } }));
    },
  });
}

type FunctionStatement = Statement & { readonly Sid: string; readonly Principal: { readonly Service: string } };

async function ofFunction(resources: DeployedResources, holder: string, FunctionName: string): Promise<Permission[]> {
  const { Statement: statements } = await policyOfFunction(FunctionName) as { readonly Statement: FunctionStatement[] };
  return statements.map((statement) => {
    const added = { FunctionName, StatementId: statement.Sid };
    const SourceArn = sourceOf(statement);
    let isTaken = false;
    return {
      holder,
      action: statement.Action as string,
      resource: `itself by ${resources.describe(SourceArn)}`,
      take: async () => {
        await lambda.send(new RemovePermissionCommand(added));
        isTaken = true;
      },
      giveBack: async () => {
        if (isTaken) {
          await lambda.send(new AddPermissionCommand({ ...added, Action: 'lambda:InvokeFunction', Principal: statement.Principal.Service, SourceArn }));
          isTaken = false;
        }
      },
    };
  });
}

async function policyOfFunction(FunctionName: string): Promise<PolicyDocument> {
  try {
    return parse((await lambda.send(new GetPolicyCommand({ FunctionName }))).Policy);
  } catch (error) {
    // CloudFormation calls functions of the CDK with the rights of the deploying principal.
    if (error instanceof ResourceNotFoundException) {
      return { Statement: [] };
    }
    throw error;
  }
}

interface PolicyPlace {
  describe(permission: { readonly resource?: string }, statement: Statement): string;
  put(policy: PolicyDocument): Promise<void>;
}

function inPolicy(holder: string, policy: PolicyDocument, place: PolicyPlace): Permission[] {
  return permissionsIn(policy).map((permission) => ({
    holder,
    action: permission.action,
    resource: place.describe(permission, policy.Statement[permission.statement]),
    take: () => place.put(without(policy, permission)),
    giveBack: () => place.put(policy),
  }));
}

/** The source in the condition of a statement. Policies of queues and functions have no other condition. */
function sourceOf({ Condition = {} }: Statement): string {
  const [condition] = Object.values(Condition);
  return Object.values(condition)[0] as string;
}

function parse(document: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(document!));
}
