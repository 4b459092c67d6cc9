import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { APPLICATION_NAME, newStack, rightsByRole } from './support';
import { type FunctionOptions, Tenancy } from '../../src';

function templateOf(functionOptions?: FunctionOptions): Template {
  const stack = newStack();
  new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, functionOptions });
  return Template.fromStack(stack);
}

const functionsOf = (template: Template) => Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties);

const logGroupsOf = (template: Template) => functionsOf(template).map(({ LoggingConfig }) =>
  template.findResources('AWS::Logs::LogGroup')[LoggingConfig.LogGroup.Ref]);

test('every function has the memory that it is given', () => {
  const memory = (options?: FunctionOptions) => [...new Set(functionsOf(templateOf(options)).map(({ MemorySize }) => MemorySize))];

  expect(memory()).toEqual([512]);
  expect(memory({ memorySize: 1024 })).toEqual([1024]);
});

test('every function keeps its logs as long as it is told', () => {
  const defaults = logGroupsOf(templateOf());
  const given = logGroupsOf(templateOf({ logRetention: logs.RetentionDays.ONE_YEAR, logRemovalPolicy: RemovalPolicy.RETAIN }));

  expect(defaults.map(({ Properties, DeletionPolicy }) => [Properties.RetentionInDays, DeletionPolicy])).toEqual(defaults.map(() => [30, 'Delete']));
  expect(given.map(({ Properties, DeletionPolicy }) => [Properties.RetentionInDays, DeletionPolicy])).toEqual(given.map(() => [365, 'Retain']));
});

test('the state machines keep their logs as long as the functions, if that is set', () => {
  const retentions = (options?: FunctionOptions) => Object.entries(templateOf(options).findResources('AWS::Logs::LogGroup'))
    .filter(([id]) => id.startsWith('TenancySaga')).map(([, { Properties, DeletionPolicy }]) => [Properties.RetentionInDays, DeletionPolicy]);

  expect(retentions()).toEqual([[180, 'Delete'], [180, 'Delete']]);
  expect(retentions({ logRetention: logs.RetentionDays.ONE_YEAR, logRemovalPolicy: RemovalPolicy.RETAIN })).toEqual([[365, 'Retain'], [365, 'Retain']]);
});

describe('tracing', () => {
  const modes = (options?: FunctionOptions) => [...new Set(functionsOf(templateOf(options)).map(({ TracingConfig }) => TracingConfig?.Mode))];
  const mayTrace = (options?: FunctionOptions) => Object.entries(rightsByRole(templateOf(options)))
    .filter(([id, rights]) => id.includes('Handler') && JSON.stringify(rights).includes('xray:')).length;

  test('is on', () => {
    expect(modes()).toEqual(['Active']);
    expect(mayTrace()).toBe(23);
  });

  test('follows the caller when it is told to', () => {
    expect(modes({ tracing: lambda.Tracing.PASS_THROUGH })).toEqual(['PassThrough']);
  });

  test('takes the right to send traces with it when it is off', () => {
    expect(modes({ tracing: lambda.Tracing.DISABLED })).toEqual([undefined]);
    expect(mayTrace({ tracing: lambda.Tracing.DISABLED })).toBe(0);
  });

  test('is on for the state machines, unless it is off for the functions', () => {
    const ofMachines = (options?: FunctionOptions) => {
      const template = templateOf(options);
      const rights = Object.entries(rightsByRole(template)).filter(([id]) => id.includes('StateMachineRole'));
      return {
        enabled: Object.values(template.findResources('AWS::StepFunctions::StateMachine')).map(({ Properties }) => Properties.TracingConfiguration?.Enabled ?? false),
        permitted: rights.map(([, ofRole]) => JSON.stringify(ofRole).includes('xray:')),
      };
    };

    const on = { enabled: [true, true, true, true], permitted: [true, true, true, true] };
    expect(ofMachines()).toEqual(on);
    expect(ofMachines({ tracing: lambda.Tracing.PASS_THROUGH })).toEqual(on);
    const none = [false, false, false, false];
    expect(ofMachines({ tracing: lambda.Tracing.DISABLED })).toEqual({ enabled: none, permitted: none });
  });
});

test.each([127, 10_241, 512.5, NaN])('refuses %s MiB', (memorySize) => {
  expect(() => templateOf({ memorySize })).toThrow(`functionOptions.memorySize must be a whole number from 128 to 10240 (MiB), but was ${memorySize}. Choose a value in this range`);
});

test('takes memory that is known at deployment only', () => {
  expect(functionsOf(templateOf({ memorySize: Lazy.number({ produce: () => 256 }) }))[0].MemorySize).toBe(256);
});
