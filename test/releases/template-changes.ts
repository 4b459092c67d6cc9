/** Describes the effect of a changed template on a deployed stack, in terms of CloudFormation. */
import { isDeepStrictEqual } from 'node:util';
import { fullDiff, ResourceImpact, type ResourceDifference } from '@aws-cdk/cloudformation-diff';

/** A template without the parts that every build changes. */
export type Template = Readonly<Record<string, any>>;

/** The loss for users if a resource is removed or replaced, by its type. An update of the library must never do that. */
export const IRREPLACEABLE: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'its rows',
  'AWS::DynamoDB::GlobalTable': 'its rows',
  'AWS::Cognito::UserPool': 'its users and their passwords',
  'AWS::Cognito::UserPoolClient': 'the client id that front ends are built with',
  'AWS::S3::Bucket': 'its objects',
  'AWS::SQS::Queue': 'its messages',
  'AWS::Events::EventBus': 'the rules that others have on it',
  'AWS::KMS::Key': 'everything that is encrypted with it',
  'AWS::ApiGateway::RestApi': 'the URL that its callers know',
  'AWS::CloudFront::Distribution': 'the domain name that people have in their bookmarks',
};

/** Properties of a pool that Cognito never changes, although CloudFormation's schema does not say so: the deployment fails. */
const UNCHANGEABLE_OF_POOLS = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'];

const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

export interface TemplateChanges {
  /** Changes that would lose data or fail in deployed stacks: the update must not be released. */
  readonly fatal: readonly string[];
  /** All other changes. */
  readonly harmless: readonly string[];
}

/** Compares a template with the deployed one. */
export function templateChanges(deployed: Template, next: Template): TemplateChanges {
  const fatal: string[] = [];
  const harmless: string[] = [];
  fullDiff(deployed, next).resources.forEachDifference((id, difference) => {
    // CloudFormation compares values. Differences without an impact are about the CDK, such as metadata.
    if (difference.changeImpact === ResourceImpact.NO_CHANGE) return;
    const lost = IRREPLACEABLE[difference.oldResourceType ?? ''];
    const sentence = sentenceOf(id, difference);
    if (lost !== undefined && endsResource(difference)) {
      fatal.push(`${sentence}. A deployed stack would lose ${lost}${successorOf(difference, deployed, next)}.`);
    } else {
      harmless.push(`${sentence}.`);
    }
    const refused = refusedChanges(difference);
    if (refused.length > 0) {
      fatal.push(`${id} (AWS::Cognito::UserPool) cannot be updated: the ${refused.join(', ')} of a pool cannot change. The deployment would fail.`);
    }
    fatal.push(...refusedIndexes(difference).map((reason) => `${id} (${difference.oldResourceType}) cannot be updated: ${reason}. The deployment would fail.`));
  });
  return { fatal: fatal.sort(), harmless: harmless.sort() };
}

function sentenceOf(id: string, difference: ResourceDifference): string {
  const name = `${id} (${difference.oldResourceType ?? difference.newResourceType})`;
  switch (difference.changeImpact) {
    case ResourceImpact.WILL_CREATE: return `${name} is added`;
    case ResourceImpact.WILL_DESTROY: return `${name} is removed`;
    case ResourceImpact.WILL_ORPHAN: return `${name} is removed from the stack, but not deleted`;
    case ResourceImpact.WILL_REPLACE: return `${name} is REPLACED, because of ${reasonsOf(difference)}`;
    case ResourceImpact.MAY_REPLACE: return `${name} may be REPLACED, because of ${reasonsOf(difference)}`;
    default: return `${name} is changed in place: ${changedNames(difference).join(', ')}`;
  }
}

/** The properties that CloudFormation cannot change in place. */
function reasonsOf(difference: ResourceDifference): string {
  if (difference.resourceTypeChanged) return `its type, now ${difference.newResourceType}`;
  return Object.entries(difference.propertyUpdates)
    .filter(([, { changeImpact }]) => changeImpact === ResourceImpact.WILL_REPLACE || changeImpact === ResourceImpact.MAY_REPLACE)
    .map(([name]) => name).join(', ');
}

function changedNames({ propertyUpdates, otherChanges }: ResourceDifference): string[] {
  return [...Object.keys(propertyUpdates), ...Object.keys(otherChanges).filter((name) => otherChanges[name].isDifferent)];
}

function endsResource({ changeImpact }: ResourceDifference): boolean {
  return [ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_ORPHAN, ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE].includes(changeImpact);
}

function refusedChanges({ oldResourceType, newResourceType, propertyUpdates }: ResourceDifference): string[] {
  if (oldResourceType !== 'AWS::Cognito::UserPool' || newResourceType !== oldResourceType) return [];
  return Object.keys(propertyUpdates).filter((name) => UNCHANGEABLE_OF_POOLS.includes(name)
    || name === 'Schema' && !keepsAll(propertyUpdates[name].oldValue, propertyUpdates[name].newValue));
}

/**
 * Changes of the indexes of a table that DynamoDB refuses.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
 */
function refusedIndexes({ oldResourceType, newResourceType, propertyUpdates: { GlobalSecondaryIndexes: change } }: ResourceDifference): string[] {
  if (change === undefined || !TABLES.includes(oldResourceType ?? '') || newResourceType !== oldResourceType) return [];
  const [before, after] = [indexesByName(change.oldValue), indexesByName(change.newValue)];
  const changed = [...before].filter(([name, index]) => after.has(name) && !isDeepStrictEqual(index, after.get(name))).map(([name]) => name);
  const addedOrRemoved = [...[...after.keys()].filter((name) => !before.has(name)), ...[...before.keys()].filter((name) => !after.has(name))];
  return [
    ...changed.map((name) => `keys and projection of the index ${name} cannot change; a new index needs a new name`),
    ...addedOrRemoved.length > 1 ? [`one update adds or removes one index, not ${addedOrRemoved.join(', ')}`] : [],
  ];
}

/** The keys and the projection of each index, without its capacity. */
function indexesByName(indexes: readonly Template[] = []): Map<string, unknown> {
  return new Map(indexes.map(({ IndexName, KeySchema, Projection }) => [IndexName, { KeySchema, Projection }]));
}

/** Whether attributes of users are only added. Other changes are not possible. */
function keepsAll(before: readonly unknown[] = [], after: readonly unknown[] = []): boolean {
  return before.every((attribute) => after.some((other) => isDeepStrictEqual(attribute, other)));
}

/** If a resource of the same type is added, its logical id has changed, because the construct was moved or renamed. */
function successorOf({ isRemoval, oldResourceType }: ResourceDifference, deployed: Template, next: Template): string {
  const added = Object.keys(next.Resources).filter((id) => !(id in deployed.Resources) && next.Resources[id].Type === oldResourceType);
  return isRemoval && added.length > 0 ? `; its logical id changed, as ${added.join(' and ')} appears instead, empty` : '';
}
