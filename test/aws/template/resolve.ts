import type { Template } from './template';

/** Account and Region of the samples. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

type Sample = (logicalId: string, place: Place) => string;

const arn = (service: string, rest: (id: string) => string): Sample => (id, { region, account }) => `arn:aws:${service}:${region}:${account}:${rest(id)}`;

/** Sample ARNs, by type of resource. Definitions and policies use no other attributes. */
const ARN: Readonly<Record<string, Sample>> = {
  'AWS::CloudFront::Distribution': (id, { account }) => `arn:aws:cloudfront::${account}:distribution/${id}`,
  'AWS::Cognito::UserPool': arn('cognito-idp', () => 'userpool/us-east-1_Sample000'),
  'AWS::DynamoDB::Table': arn('dynamodb', (id) => `table/${id}`),
  'AWS::DynamoDB::GlobalTable': arn('dynamodb', (id) => `table/${id}`),
  'AWS::Events::EventBus': arn('events', (id) => `event-bus/${id}`),
  'AWS::Events::Rule': arn('events', (id) => `rule/${id}/${id}`),
  'AWS::IAM::Role': (id, { account }) => `arn:aws:iam::${account}:role/${id.slice(-64)}`,
  'AWS::KMS::Key': arn('kms', () => 'key/00000000-0000-4000-8000-000000000000'),
  'AWS::Lambda::Function': arn('lambda', (id) => `function:${id.slice(-64)}`),
  'AWS::Logs::LogGroup': arn('logs', (id) => `log-group:${id}:*`),
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${bucketName(id)}`,
  'AWS::SNS::Topic': arn('sns', (id) => id),
  'AWS::SQS::Queue': arn('sqs', (id) => id.slice(-80)),
  'AWS::StepFunctions::StateMachine': arn('states', (id) => `stateMachine:${id.slice(-80)}`),
};

/** Results of `Ref` other than names. */
const REF: Readonly<Record<string, Sample>> = {
  'AWS::ApiGateway::RestApi': () => 'abcde12345',
  'AWS::CloudFront::Distribution': () => 'E1ABCDEFGHIJKL',
  'AWS::Cognito::UserPool': (_, { region }) => `${region}_Sample000`,
  'AWS::S3::Bucket': (id) => bucketName(id),
  'AWS::SNS::Topic': ARN['AWS::SNS::Topic'],
  'AWS::SQS::Queue': (id, { region, account }) => `https://sqs.${region}.amazonaws.com/${account}/${id.slice(-80)}`,
  'AWS::StepFunctions::StateMachine': ARN['AWS::StepFunctions::StateMachine'],
};

const SUB_EXPRESSION = /\$\{(!?)([\w.:]+)\}/g;

/** Creates a function that replaces all references of a template by samples, so that a service can validate the result. */
export function createResolver({ Resources }: Template, place: Place) {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': 'sample',
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.account}:stack/sample/00000000-0000-4000-8000-000000000000`,
    'AWS::NoValue': undefined,
  };

  return resolve;

  function resolve(value: unknown): any {
    if (Array.isArray(value)) {
      return value.map(resolve).filter((element) => element !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    if (entries.length === 1) {
      const [[name, argument]] = entries;
      if (name === 'Ref') return ref(argument);
      if (name.startsWith('Fn::')) return call(name, argument);
    }
    return Object.fromEntries(entries.map(([name, member]) => [name, resolve(member)]).filter(([, member]) => member !== undefined));
  }

  function call(name: string, argument: any): any {
    switch (name) {
      case 'Fn::GetAtt':
        return attribute(...(typeof argument === 'string' ? argument.split('.', 2) : argument) as [string, string]);
      case 'Fn::Join':
        return resolve(argument[1]).join(argument[0]);
      case 'Fn::Select':
        return resolve(argument[1])[Number(resolve(argument[0]))];
      case 'Fn::Split':
        return resolve(argument[1]).split(argument[0]);
      case 'Fn::Sub': {
        const [text, variables = {}] = typeof argument === 'string' ? [argument] : argument;
        return text.replace(SUB_EXPRESSION, (expression: string, literal: string, variable: string) => {
          if (literal) return expression.replace('!', '');
          if (variable in variables) return resolve(variables[variable]);
          return variable.includes('.') && !(variable in pseudo) ? attribute(...variable.split('.', 2) as [string, string]) : ref(variable);
        });
      }
      case 'Fn::ImportValue':
        return 'imported';
      default:
        throw new Error(`${name} must have a sample value, but has none. Add it to createResolver.`);
    }
  }

  function ref(logicalId: string): unknown {
    if (logicalId in pseudo) return pseudo[logicalId];
    return (REF[typeOf(logicalId)] ?? ((id: string) => id))(logicalId, place);
  }

  function attribute(logicalId: string, name: string): string {
    if (name === 'Arn') {
      const sample = ARN[typeOf(logicalId)];
      if (sample === undefined) throw new Error(`The ARN of a ${typeOf(logicalId)} must have a sample value, but has none. Add it to createResolver.`);
      return sample(logicalId, place);
    }
    return name === 'StreamArn' ? `${ARN['AWS::DynamoDB::Table'](logicalId, place)}/stream/2026-01-01T00:00:00.000` : `${logicalId}-${name}`;
  }

  function typeOf(logicalId: string): string {
    const resource = Resources[logicalId];
    // A parameter. Parameters of the CDK are names of buckets and versions.
    return resource === undefined ? 'parameter' : resource.Type;
  }
}

function bucketName(logicalId: string): string {
  return logicalId.toLowerCase().slice(-63);
}
