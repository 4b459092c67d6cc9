import { CloudFormationClient, DescribeStackResourcesCommand, type StackResource } from '@aws-sdk/client-cloudformation';

/** The stack of the example. */
const STACK_NAME = 'DevicesApp';

/** Types of resources that policies name by an id of the deployment. */
const NAMED_IN_POLICIES = [
  'AWS::ApiGateway::RestApi', 'AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::Events::EventBus', 'AWS::Events::Rule',
  'AWS::IAM::Role', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::StepFunctions::StateMachine',
];

/** The resources of the deployed example, with names that are the same in every deployment. */
export class DeployedResources {
  static async read(): Promise<DeployedResources> {
    const { StackResources } = await new CloudFormationClient().send(new DescribeStackResourcesCommand({ StackName: STACK_NAME }));
    return new DeployedResources(StackResources ?? []);
  }

  private constructor(private readonly resources: readonly StackResource[]) {}

  /** The pairs of stable name and physical id of a type. */
  ofType(type: string): Array<readonly [name: string, physicalId: string]> {
    return this.resources
      .filter(({ ResourceType }) => ResourceType === type)
      .map(({ LogicalResourceId, PhysicalResourceId }) => [withoutHash(LogicalResourceId!), PhysicalResourceId!] as const)
      .sort(([a], [b]) => a.localeCompare(b));
  }

  /** The resource part of an ARN, with stable names. */
  describe(arn: string): string {
    const resource = arn.split(':').slice(5).join(':') || arn;
    return NAMED_IN_POLICIES
      .flatMap((type) => this.ofType(type))
      .map(([name, physicalId]) => [name, lastPart(physicalId)] as const)
      .reduce((text, [name, physicalName]) => text.replace(physicalName, name), resource);
  }
}

/** The CDK appends eight digits of a hash to logical ids. */
function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** The name in a queue's URL, in an ARN or in the path of a log group. */
function lastPart(physicalId: string): string {
  return physicalId.split(/[/:]/).at(-1)!;
}
