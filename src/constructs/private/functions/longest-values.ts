import {
  CfnElement, CfnParameter, CfnResource, DefaultTokenResolver, type ITokenResolver, Reference, Stack, StringConcat, Token, Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** How long a value may be that is known at deployment only, when neither its kind nor its variable says. */
const UNKNOWN_LENGTH = 128;

/**
 * How long Amazon Cognito makes the id of an app client. Longer ones are allowed.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
const CLIENT_ID_LENGTH = 26;

/** How long a value of unknown kind may be in variables that are lists of short ones. */
const UNKNOWN_LENGTH_IN: Readonly<Record<string, number>> = {
  TENANCY_USER_POOL_CLIENT_IDS: CLIENT_ID_LENGTH,
  // A name of a website may have 253 characters, but hardly any has more than these.
  TENANCY_CORS_ALLOW_ORIGINS: 64,
};

/** Functions of CloudFormation whose value is made of their argument. The argument of the others is a name. */
const MADE_OF_ARGUMENT = ['Fn::Base64', 'Fn::If', 'Fn::Select', 'Fn::Split', 'Fn::Sub', 'Fn::ToJsonString'];

/** CloudFormation puts these between and behind the names of a stack and a resource: two hyphens and 13 characters. */
const GENERATED_SUFFIX_LENGTH = 15;

const STACK_NAME_MAX_LENGTH = 128;

const UUID_LENGTH = 36;

/** `arn:aws-us-gov:<service>:us-gov-west-1:123456789012:`, without the service. */
const ARN_LENGTH = 'arn:aws-us-gov::us-gov-west-1:123456789012:'.length;

const LONGEST_STACK_NAME = filler(STACK_NAME_MAX_LENGTH);

/** The longest pseudo parameters in the partitions that the package works in. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::NoValue': '',
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::StackId': `arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stack/${LONGEST_STACK_NAME}/${filler(UUID_LENGTH)}`,
  'AWS::StackName': LONGEST_STACK_NAME,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Resources whose name is generated, unless a property gives it: the longest name that the service allows, and that property. */
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

/** The longest values that CloudFormation returns for a resource of a kind, by `Ref` or attribute, given the length of its name. */
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

/** Resolves tokens as the CDK does, but to texts of the longest length in place of what CloudFormation computes. */
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

/** A text as long as the value that a reference stands for can be; `unknown` is its length if its kind does not say. */
function longestValue({ target, displayName }: Reference, unknown: number): string {
  if (displayName in PSEUDO_PARAMETERS) {
    return PSEUDO_PARAMETERS[displayName];
  }
  if (CfnResource.isCfnResource(target)) {
    return filler(VALUES[`${target.cfnResourceType}.${displayName}`]?.(nameLength(target)) ?? unknown);
  }
  return filler((target as Partial<CfnParameter>).maxLength ?? unknown);
}

/** What an intrinsic function makes of its argument, or a text as long as that can be; everything else as it is. */
function longestOf(value: unknown, unknown: number): unknown {
  const [[name, argument] = [], ...others] = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (name === undefined || others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) {
    return value;
  }
  return evaluate(name, argument, unknown) ?? filler(longestIntrinsic(name, argument, unknown));
}

/** The value of an intrinsic function that only takes texts apart or together; nothing of others. */
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
 * How long the value of an intrinsic function of CloudFormation can be, given its argument with the longest texts for what CloudFormation
 * computes: `unknown`, or all texts of the argument if they are more.
 */
function longestIntrinsic(name: string, argument: unknown, unknown: number): number {
  const ofTexts = MADE_OF_ARGUMENT.includes(name) ? lengthOfTexts(argument) : 0;
  // Base64 makes four characters of three bytes.
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
