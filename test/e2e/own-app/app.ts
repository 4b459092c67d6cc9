/** A tenancy in a separate stack, for tests that deploy, delete and restore it. The environment variable `OWN_APP` configures each deployment. */
import { App, CfnWaitCondition, CfnWaitConditionHandle, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { OWN_APP_VARIABLE, type OwnApp } from './own-app';
import { Tenancy } from '../../../src';

const { stackName, dashboard, removalPolicy, userPoolTriggers, failsInTheEnd }: OwnApp = JSON.parse(process.env[OWN_APP_VARIABLE]!);

const app = new App();
const stack = new Stack(app, stackName);
const tenancy = new Tenancy(stack, 'Tenancy', {
  applicationName: 'leaving',
  userPoolTriggers,
  dashboard: dashboard ? {} : undefined,
  removalPolicy: removalPolicy && RemovalPolicy[removalPolicy],
});
tenancy.addStackOutputs();

if (failsInTheEnd) {
  const handle = new CfnWaitConditionHandle(stack, 'Nobody');
  // No resource sends the signal, so the deployment fails.
  new CfnWaitCondition(stack, 'Failure', { handle: handle.ref, timeout: '1' }).node.addDependency(tenancy);
}
