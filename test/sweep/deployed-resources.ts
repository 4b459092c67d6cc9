import { CloudFormationClient, DescribeStackResourcesCommand, type StackResource } from '@aws-sdk/client-cloudformation';

/** The stack of the example. */
const STACK_NAME = 'DevicesApp';

/** What policies name by an id of the deployment. */
const NAMED_IN_POLICIES = [
  'AWS::ApiGateway::RestApi', 'AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::Events::EventBus', 'AWS::Events::Rule',
  'AWS::IAM::Role', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::StepFunctions::StateMachine',
];

/** The resources of the deployed example, with names that stay the same from one deployment to the next. */
export class DeployedResources {
  static async read(): Promise<DeployedResources> {
    const { StackResources } = await new CloudFormationClient().send(new DescribeStackResourcesCommand({ StackName: STACK_NAME }));
    return new DeployedResources(StackResources ?? []);
  }

  private constructor(private readonly resources: readonly StackResource[]) {}

  /** Pairs of stable name and physical id. */
  ofType(type: string): Array<readonly [name: string, physicalId: string]> {
    return this.resources
      .filter(({ ResourceType }) => ResourceType === type)
      .map(({ LogicalResourceId, PhysicalResourceId }) => [withoutHash(LogicalResourceId!), PhysicalResourceId!] as const)
      .sort(([a], [b]) => a.localeCompare(b));
  }

  /** The resource part of an ARN, with stable names in it. */
  describe(arn: string): string {
    const resource = arn.split(':').slice(5).join(':') || arn;
    return NAMED_IN_POLICIES
      .flatMap((type) => this.ofType(type))
      .map(([name, physicalId]) => [name, lastPart(physicalId)] as const)
      .reduce((text, [name, physicalName]) => text.replace(physicalName, name), resource);
  }
}

/** The CDK ends logical ids with eight digits of a hash. */
function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** The name in a queue's URL, in an ARN or in the path of a log group. */
function lastPart(physicalId: string): string {
  return physicalId.split(/[/:]/).at(-1)!;
}
