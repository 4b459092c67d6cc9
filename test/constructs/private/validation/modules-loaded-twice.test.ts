import type * as cdk from 'aws-cdk-lib';
import { TenantIsolation } from '../../../../src';

test('a construct of a CDK that was loaded before modules were reset is refused, with the reason', () => {
  let stack: cdk.Stack;
  jest.isolateModules(() => {
    stack = new (jest.requireActual<typeof cdk>('aws-cdk-lib').Stack)(undefined, 'Stack');
  });

  expect(() => new TenantIsolation(stack, 'Isolation')).toThrow('was created by the same copy, loaded a second time. Load it once: test runners load modules again');
});
