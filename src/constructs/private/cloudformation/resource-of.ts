import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Returns the CloudFormation resource of a construct, if it has one of these types. An imported construct has no resource.
 *
 * It compares the type, not the class: a second copy of the CDK has different classes, so a check with `instanceof` would be skipped.
 *
 * @param types Types as in templates, such as `AWS::DynamoDB::Table`.
 */
export function resourceOf<Resource extends CfnResource>(construct: IConstruct, ...types: string[]): Resource | undefined {
  const resource = construct.node.defaultChild;
  return resource !== undefined && CfnResource.isCfnResource(resource) && types.includes(resource.cfnResourceType) ? resource as Resource : undefined;
}
