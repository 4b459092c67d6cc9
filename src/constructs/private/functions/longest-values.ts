import {
  CfnElement, CfnParameter, CfnResource, DefaultTokenResolver, type ITokenResolver, Reference, Stack, StringConcat, Token, Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The assumed length of a value that is known only at deployment, if neither its type nor its variable determines it. */
const UNKNOWN_LENGTH = 128;

/**
 * The length of the app client ids that Amazon Cognito creates. Longer ids are allowed.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
const CLIENT_ID_LENGTH = 26;

/** The assumed length of a value of unknown type, in variables that are lists of short values. */
const UNKNOWN_LENGTH_IN: Readonly<Record<string, number>> = {
  TENANCY_USER_POOL_CLIENT_IDS: CLIENT_ID_LENGTH,
  // A host name can have 253 characters, but few have more than 64.
  TENANCY_CORS_ALLOW_ORIGINS: 64,
};

/** Intrinsic functions whose value contains their argument. The argument of all others is a name. */
const MADE_OF_ARGUMENT = ['Fn::Base64', 'Fn::If', 'Fn::Select', 'Fn::Split', 'Fn::Sub', 'Fn::ToJsonString'];

/** CloudFormation adds two hyphens and 13 characters to the names of the stack and the resource. */
const GENERATED_SUFFIX_LENGTH = 15;

const STACK_NAME_MAX_LENGTH = 128;

const UUID_LENGTH = 36;

/** `arn:aws-us-gov:<service>:us-gov-west-1:123456789012:`, without the service. */
const ARN_LENGTH = 'arn:aws-us-gov::us-gov-west-1:123456789012:'.length;

const LONGEST_STACK_NAME = filler(STACK_NAME_MAX_LENGTH);

/** The longest pseudo parameters in the partitions that the package supports. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::NoValue': '',
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::StackId': `arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stack/${LONGEST_STACK_NAME}/${filler(UUID_LENGTH)}`,
  'AWS::StackName': LONGEST_STACK_NAME,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Resources with a generated name: the property that can set the name, and the longest name that the service allows. */
const NAMED: Readonly<Record<string, { readonly property: string; readonly maxLength: number }>> = {
  'AWS::DynamoDB::GlobalTable': { property: 'tableName', maxLength: 255 },
  'AWS::DynamoDB::Table': { property: 'tableName', maxLength: 255 },
  'AWS::Events::EventBus': { property: 'name', maxLength: 256 },
  'AWS::IAM::Role': { property: 'roleName', maxLength: 64 },
  'AWS::Lambda::Function': { property: 'functionName', maxLength: 64 },
  'AWS::S3::Bucket': { property: 'bucketName', maxLength: 63 },
  'AWS::SQS::Queue': { property: 'queueName', maxLength: 80 },
  'AWS::StepFunctions::StateMachine': { property: 'stateMachineName', maxLength: 80 },
};

/** The longest values that CloudFormation returns for a type of resource, by `Ref` or attribute, given the length of its name. */
const VALUES: Readonly<Record<string, (nameLength: number) => number>> = {
  'AWS::ApiGateway::RestApi.Ref': () => 10,
  'AWS::ApiGateway::Stage.Ref': () => 128,
  'AWS::CloudFront::Distribution.DomainName': () => 'd111111abcdef8.cloudfront.net'.length + 4,
  'AWS::Cognito::UserPoolClient.Ref': () => CLIENT_ID_LENGTH,
  'AWS::Cognito::UserPool.Ref': () => 55,
  'AWS::DynamoDB::GlobalTable.Ref': (name) => name,
  'AWS::DynamoDB::Table.Ref': (name) => name,
  'AWS::Events::EventBus.Ref': (name) => name,
  'AWS::Events::EventBus.Name': (name) => name,
  'AWS::IAM::Role.Arn': (name) => ARN_LENGTH + 'iam'.length + 'role/'.length + name,
  'AWS::Lambda::Function.Arn': (name) => ARN_LENGTH + 'lambda'.length + 'function:'.length + name,
  'AWS::Lambda::Function.Ref': (name) => name,
  'AWS::S3::Bucket.Ref': (name) => name,
  'AWS::SQS::Queue.Arn': (name) => ARN_LENGTH + 'sqs'.length + name,
  'AWS::SQS::Queue.Ref': (name) => 'https://sqs.ap-southeast-1.amazonaws.com/123456789012/'.length + name,
  'AWS::StepFunctions::StateMachine.Arn': (name) => ARN_LENGTH + 'states'.length + 'stateMachine:'.length + name,
  'AWS::StepFunctions::StateMachine.Ref': (name) => ARN_LENGTH + 'states'.length + 'stateMachine:'.length + name,
};

/** Resolves tokens like the CDK, but replaces values that CloudFormation computes with texts of the longest possible length. */
export function resolveLongest(value: unknown, scope: IConstruct): unknown {
  return Tokenization.resolve(value, { scope, resolver: longestValueResolver(), preparing: false });
}

function longestValueResolver(): ITokenResolver {
  const inner = new DefaultTokenResolver(new StringConcat());
  return {
    resolveToken: (token, context, postProcessor) => {
      const [, variable] = context.documentPath;
      const unknown = UNKNOWN_LENGTH_IN[variable ?? ''] ?? UNKNOWN_LENGTH;
      return Reference.isReference(token) ? longestValue(token, unknown) : longestOf(inner.resolveToken(token, context, postProcessor), unknown);
    },
    resolveString: (fragments, context) => inner.resolveString(fragments, context),
    resolveList: (list, context) => inner.resolveList(list, context),
  };
}

/** Returns a text as long as the longest value of a reference. `unknown` is the length if the type of the resource does not determine it. */
function longestValue({ target, displayName }: Reference, unknown: number): string {
  if (displayName in PSEUDO_PARAMETERS) {
    return PSEUDO_PARAMETERS[displayName];
  }
  if (CfnResource.isCfnResource(target)) {
    return filler(VALUES[`${target.cfnResourceType}.${displayName}`]?.(nameLength(target)) ?? unknown);
  }
  return filler((target as Partial<CfnParameter>).maxLength ?? unknown);
}

/** Returns the value of an intrinsic function, or a text as long as its longest value. Returns other values unchanged. */
function longestOf(value: unknown, unknown: number): unknown {
  const [[name, argument] = [], ...others] = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (name === undefined || others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) {
    return value;
  }
  return evaluate(name, argument, unknown) ?? filler(longestIntrinsic(name, argument, unknown));
}

/** Returns the value of an intrinsic function that only joins or splits texts; `undefined` for all others. */
function evaluate(name: string, argument: unknown, unknown: number): unknown {
  if (name === 'Ref') {
    return PSEUDO_PARAMETERS[`${argument}`];
  }
  const [first, second] = Array.isArray(argument) ? argument : [];
  if (name === 'Fn::Join' && Array.isArray(second)) {
    return second.map((part) => longestOf(part, unknown)).join(first);
  }
  if (name === 'Fn::Split' && typeof second === 'string') {
    return second.split(first);
  }
  return name === 'Fn::Select' && Array.isArray(second) ? second[Number(first)] : undefined;
}

/**
 * Returns the longest possible length of an intrinsic function's value: `unknown`, or the length of all texts in the argument if that is
 * longer. The argument is already resolved to the longest texts.
 */
function longestIntrinsic(name: string, argument: unknown, unknown: number): number {
  const ofTexts = MADE_OF_ARGUMENT.includes(name) ? lengthOfTexts(argument) : 0;
  // Base64 encodes three bytes as four characters.
  return Math.max(unknown, name === 'Fn::Base64' ? Math.ceil(ofTexts / 3) * 4 : ofTexts);
}

function lengthOfTexts(value: unknown): number {
  if (typeof value === 'string') {
    return Buffer.byteLength(value);
  }
  return typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, part) => sum + lengthOfTexts(part), 0) : 0;
}

function nameLength(resource: CfnResource): number {
  const { property, maxLength } = NAMED[resource.cfnResourceType] ?? { property: '', maxLength: UNKNOWN_LENGTH };
  const name = resolveLongest((resource as unknown as Record<string, unknown>)[property], resource);
  return Math.min(maxLength, typeof name === 'string' ? name.length : generatedNameLength(resource));
}

/** `<stack name>-<logical id>-<13 characters>`. */
function generatedNameLength(resource: CfnElement): number {
  const stack = Stack.of(resource);
  const stackName = Token.isUnresolved(stack.stackName) ? STACK_NAME_MAX_LENGTH : stack.stackName.length;
  return stackName + `${stack.resolve(resource.logicalId)}`.length + GENERATED_SUFFIX_LENGTH;
}

function filler(length: number): string {
  return 'x'.repeat(length);
}
