import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { policiesOf } from './policies';
import { createResolver } from './resolve';
import { stateMachinesOf } from './state-machines';
import type { Template } from './template';
import { Tenancy } from '../../../src';

const PLACE = { account: '111122223333', region: 'us-east-1' };

function tenancyTemplate(): Template {
  const stack = new Stack(new App(), 'Stack');
  new Tenancy(stack, 'Tenancy', { applicationName: 'devices', dashboard: {} });
  return Assertions.fromStack(stack).toJSON() as Template;
}

const ofOne = (Type: string, Properties: Record<string, unknown>): Template => ({ Resources: { It: { Type, Properties } } });

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const POLICY = { Version: '2012-10-17', Statement: [STATEMENT] };

describe('references of a template', () => {
  const resolve = createResolver({
    Resources: { Table: { Type: 'AWS::DynamoDB::Table' }, Queue: { Type: 'AWS::SQS::Queue' }, Odd: { Type: 'AWS::Odd::One' } },
  }, PLACE);
  const TABLE_ARN = 'arn:aws:dynamodb:us-east-1:111122223333:table/Table';

  test.each<[string, unknown, unknown]>([
    ['a name', { Ref: 'Table' }, 'Table'],
    ['a URL', { Ref: 'Queue' }, 'https://sqs.us-east-1.amazonaws.com/111122223333/Queue'],
    ['an ARN', { 'Fn::GetAtt': ['Table', 'Arn'] }, TABLE_ARN],
    ['an ARN, written with a dot', { 'Fn::GetAtt': 'Table.Arn' }, TABLE_ARN],
    ['a text of parts', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Table', 'Arn'] }, '/index/', { Ref: 'AWS::Region' }]] }, `${TABLE_ARN}/index/us-east-1`],
    ['a text with expressions', { 'Fn::Sub': ['${Table.Arn}-${Name}-${AWS::AccountId}-${!Kept}', { Name: 'n' }] }, `${TABLE_ARN}-n-111122223333-\${Kept}`],
    ['a part of a text', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
    ['no value', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
  ])('become samples: %s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  test('are refused without a known sample', () => {
    expect(() => resolve({ 'Fn::GetAtt': ['Odd', 'Arn'] })).toThrow('The ARN of a AWS::Odd::One must have a sample value');
    expect(() => resolve({ 'Fn::Cidr': ['10.0.0.0/8', 1, 8] })).toThrow('Fn::Cidr must have a sample value');
  });
});

describe('the state machines of a template', () => {
  test('are found with their types, as JSON with ARNs instead of references', () => {
    const machines = stateMachinesOf(tenancyTemplate(), PLACE);

    expect(machines.map(({ type }) => type)).toEqual(['EXPRESS', 'EXPRESS', 'STANDARD', 'STANDARD']);
    for (const { definition } of machines) {
      const { StartAt, States } = JSON.parse(definition);
      expect(States).toHaveProperty(StartAt);
      expect(definition).not.toMatch(/"Fn::|"Ref"/);
      // Names of tables, and ARNs of the bus and the queue.
      expect(definition).toMatch(/arn:aws:states:::/);
    }
  });

  test('with substitutions are refused, because they are not supported', () => {
    expect(() => stateMachinesOf(ofOne('AWS::StepFunctions::StateMachine', { DefinitionString: '{}', DefinitionSubstitutions: { a: 'b' } }), PLACE))
      .toThrow('It must have one definition without substitutions');
  });
});

describe('the policies of a template', () => {
  test('are all found: one or more for each resource with policies', () => {
    const template = tenancyTemplate();
    const policies = policiesOf(template, PLACE);

    for (const [logicalId, { Type }] of Object.entries(template.Resources)) {
      const found = policies.filter(({ at }) => at.startsWith(`${logicalId}.`));
      const hasSome = ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'].includes(Type);
      expect({ logicalId, has: found.length > 0 }).toEqual({ logicalId, has: hasSome || found.length > 0 });
    }
    expect(policies.filter(({ policyType }) => policyType === 'IDENTITY_POLICY').length).toBeGreaterThan(10);
    expect(new Set(policies.map(({ resourceType }) => resourceType))).toEqual(new Set([undefined, 'AWS::IAM::AssumeRolePolicyDocument', 'AWS::S3::Bucket']));
  });

  // With another version, policy variables are plain text.
  test('have the version that supports policy variables', () => {
    for (const { document } of policiesOf(tenancyTemplate(), PLACE)) expect(JSON.parse(document)).toMatchObject({ Version: '2012-10-17' });
  });

  test('have ARNs instead of references', () => {
    for (const { at, document } of policiesOf(tenancyTemplate(), PLACE)) {
      expect({ at, references: /"Fn::|"Ref"/.test(document) }).toEqual({ at, references: false });
      const resources = (JSON.parse(document).Statement as Array<{ Resource?: string | string[] }>).flatMap(({ Resource = [] }) => Resource);
      for (const resource of resources) expect({ at, resource }).toEqual({ at, resource: expect.stringMatching(/^(\*|arn:aws:.+)$/) });
    }
  });

  test.each<[string, string, Record<string, unknown>, object]>([
    ['of a role', 'AWS::IAM::Role', { Policies: [{ PolicyName: 'p', PolicyDocument: POLICY }] }, { at: 'It.Policies.0.PolicyDocument', policyType: 'IDENTITY_POLICY' }],
    ['of trust', 'AWS::IAM::Role', { AssumeRolePolicyDocument: POLICY }, { policyType: 'RESOURCE_POLICY', resourceType: 'AWS::IAM::AssumeRolePolicyDocument' }],
    ['of a key', 'AWS::KMS::Key', { KeyPolicy: POLICY }, { policyType: 'RESOURCE_POLICY' }],
    ['of an event bus, which can be one statement', 'AWS::Events::EventBusPolicy', { Statement: STATEMENT }, { document: JSON.stringify(POLICY) }],
  ])('are known: %s', (_, type, properties, expected) => {
    expect(policiesOf(ofOne(type, properties), PLACE)).toEqual([expect.objectContaining(expected)]);
  });

  test('are refused at an unknown place, so that none is missed', () => {
    expect(() => policiesOf(ofOne('AWS::Odd::One', { Inner: { Policy: POLICY } }), PLACE)).toThrow('The policy at It (AWS::Odd::One) Inner.Policy must be of a known kind');
  });
});
