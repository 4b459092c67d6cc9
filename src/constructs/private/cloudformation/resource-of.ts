import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * The CloudFormation resource behind a construct, if this app creates it and it is of one of these types; nothing is known of an imported one.
 *
 * The type tells what a resource is. Its class does not: a second load of the CDK has classes of its own, and a check that goes by
 * them would be passed over.
 *
 * @param types As templates have them, such as `AWS::DynamoDB::Table`.
 */
export function resourceOf<Resource extends CfnResource>(construct: IConstruct, ...types: string[]): Resource | undefined {
  const resource = construct.node.defaultChild;
  return resource !== undefined && CfnResource.isCfnResource(resource) && types.includes(resource.cfnResourceType) ? resource as Resource : undefined;
}
