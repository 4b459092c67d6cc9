/** The Regions whose STS endpoints are asked when that of the stack's Region throttles. */
import { CfnParameter, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { newApp } from './support';
import { Tenancy, TenantIsolation } from '../../src';

const VARIABLE = 'TENANCY_STS_REGIONS';

function newStack(props: StackProps = {}): Stack {
  return new Stack(newApp(), 'Stack', props);
}

/** The Regions in the environments of all functions that have the variable. */
function regionsOf(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
    .flatMap(({ Properties }) => Properties.Environment?.Variables?.[VARIABLE] ?? []);
}

test('by default, functions choose the nearest ones, and have no variable', () => {
  const stack = newStack();
  const { isolation } = new Tenancy(stack, 'Tenancy', { applicationName: 'shop' });

  expect(regionsOf(stack)).toEqual([]);
  expect(Object.keys(isolation.environment)).toEqual(['TENANCY_TENANT_ROLE_ARN', 'TENANCY_USER_ROLE_ARN']);
});

test.each([
  [['eu-west-1', 'eu-west-3'], 'eu-west-1,eu-west-3'],
  [[], 'none'],
])('%j of a Tenancy are in the environment of its functions with scoped roles, and of the functions of the app', (stsRegions, value) => {
  const stack = newStack();
  const { isolation } = new Tenancy(stack, 'Tenancy', { applicationName: 'shop', stsRegions });

  expect(regionsOf(stack)).toEqual(Array.from({ length: 9 }, () => value));
  expect(isolation.environment[VARIABLE]).toBe(value);
});

test('can be a parameter of the stack, or a list that is complete only at synth', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList;
  const later: string[] = [];
  // Two complete tenancies have more resources than CloudFormation accepts.
  new Tenancy(stack, 'Parameter', { applicationName: 'shop', stsRegions: parameter, lifecycle: { enabled: false }, audit: { enabled: false } });
  new Tenancy(stack, 'Lazy', { applicationName: 'toys', stsRegions: Lazy.list({ produce: () => later }) });
  later.push('eu-west-1', 'eu-west-3');

  expect(new Set(regionsOf(stack).map((value) => JSON.stringify(value)))).toEqual(new Set([
    JSON.stringify({ 'Fn::Join': [',', { Ref: 'Regions' }] }), JSON.stringify({ 'Fn::Join': [',', ['eu-west-1', 'eu-west-3']] }),
  ]));
});

test('that the CDK does not know get a warning', () => {
  const stack = newStack();
  new TenantIsolation(stack, 'Isolation', { stsRegions: ['ue-west-1'] });

  Annotations.fromStack(stack).hasWarning('/Stack/Isolation', Match.stringLikeRegexp('stsRegions has ue-west-1, a Region that this version of the CDK does not know'));
});

test.each([
  [['us-gov-west-1'], 'stsRegions must be in the partition of the stack, aws, but had us-gov-west-1. Credentials of another partition do not work there.'],
  [['Ireland'], 'stsRegions must be names of Regions such as eu-west-1, but had "Ireland". Pass the code of a Region.'],
  [['eu-west-1', 'eu-west-1'], 'stsRegions must have each Region once, but had eu-west-1 twice. Remove one of them.'],
  [['eu-north-1'], 'stsRegions must be Regions other than that of the stack, but had eu-north-1. Its endpoint is always asked first: remove it.'],
  [['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-south-1', 'eu-south-2', 'eu-central-1'], 'stsRegions must have at most 5 Regions, but had 6. Pass the nearest ones.'],
])('%j are refused at synth', (stsRegions, message) => {
  const stack = newStack({ env: { region: 'eu-north-1' } });
  expect(() => new TenantIsolation(stack, 'Isolation', { stsRegions })).toThrow(`[Stack/Isolation] ${message}`);
});
