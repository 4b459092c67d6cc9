import type { PolicyType, ValidatePolicyResourceType } from '@aws-sdk/client-accessanalyzer';
import { createResolver, type Place } from './resolve';
import type { Template } from './template';

export interface TemplatePolicy {
  /** Location of the policy: logical id and path of properties. */
  readonly at: string;
  readonly policyType: PolicyType;
  /** Type of the policy's resource, if IAM Access Analyzer has special checks for it. */
  readonly resourceType?: ValidatePolicyResourceType;
  /** The policy as JSON, with sample ARNs. */
  readonly document: string;
}

interface PolicyKind {
  readonly policyType: PolicyType;
  readonly resourceType?: ValidatePolicyResourceType;
}

const IDENTITY: PolicyKind = { policyType: 'IDENTITY_POLICY' };
const RESOURCE: PolicyKind = { policyType: 'RESOURCE_POLICY' };

/** The kinds of policies by the type of the resource and the path of the property. `#` stands for an index. */
const KINDS: Readonly<Record<string, PolicyKind>> = {
  'AWS::IAM::Policy PolicyDocument': IDENTITY,
  'AWS::IAM::ManagedPolicy PolicyDocument': IDENTITY,
  'AWS::IAM::Role Policies.#.PolicyDocument': IDENTITY,
  'AWS::IAM::Role AssumeRolePolicyDocument': { ...RESOURCE, resourceType: 'AWS::IAM::AssumeRolePolicyDocument' },
  'AWS::S3::BucketPolicy PolicyDocument': { ...RESOURCE, resourceType: 'AWS::S3::Bucket' },
  'AWS::DynamoDB::Table ResourcePolicy.PolicyDocument': { ...RESOURCE, resourceType: 'AWS::DynamoDB::Table' },
  'AWS::ApiGateway::RestApi Policy': RESOURCE,
  'AWS::Events::EventBus Policy': RESOURCE,
  'AWS::Events::EventBusPolicy Statement': RESOURCE,
  'AWS::KMS::Key KeyPolicy': RESOURCE,
  'AWS::SNS::TopicPolicy PolicyDocument': RESOURCE,
  'AWS::SQS::QueuePolicy PolicyDocument': RESOURCE,
};

const VERSION = '2012-10-17';

/**
 * All policies of a template: identity policies, resource policies, and trust policies.
 *
 * @throws Error for a policy at an unknown place, so that none is missed
 */
export function policiesOf(template: Template, place: Place): TemplatePolicy[] {
  const resolve = createResolver(template, place);
  return Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) => (
    [...policyPaths(Properties, [])].map(([path, value]) => {
      const kind = KINDS[`${Type} ${path.map((name) => (/^\d+$/.test(name) ? '#' : name)).join('.')}`];
      if (kind === undefined) {
        throw new Error(`The policy at ${logicalId} (${Type}) ${path.join('.')} must be of a known kind. Add it to KINDS of policies.ts.`);
      }
      const policy = resolve(value);
      // The policy of an event bus can be a single statement.
      const document = 'Statement' in policy ? policy : { Version: VERSION, Statement: [policy] };
      return { at: `${logicalId}.${path.join('.')}`, ...kind, document: JSON.stringify(document) };
    })
  ));
}

function* policyPaths(value: unknown, path: readonly string[]): Generator<readonly [path: readonly string[], policy: unknown]> {
  if (typeof value !== 'object' || value === null) return;
  if (isPolicy(value)) {
    yield [path, value];
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    yield* policyPaths(member, [...path, name]);
  }
}

function isPolicy(value: object): boolean {
  const { Statement } = value as { readonly Statement?: unknown };
  return Statement === undefined || !Array.isArray(Statement) ? 'Effect' in value && 'Action' in value : true;
}
