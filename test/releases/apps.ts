/** Apps that represent deployments of users. Do not change their ids and options: add a new entry for a new kind of app. */
import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Template } from './template-changes';
import { PreTokenEventVersion, Tenancy, type TenancyProps } from '../../src';

const APPS: Readonly<Record<string, (stack: Stack) => Partial<TenancyProps>>> = {
  'defaults': () => ({}),
  'dashboard': () => ({ dashboard: {} }),
  'own-key-standard-machines-lite-plan': (stack) => ({
    encryptionKey: new kms.Key(stack, 'Key'),
    stateMachineType: sfn.StateMachineType.STANDARD,
    preTokenEventVersion: PreTokenEventVersion.V1_0,
  }),
};

export const APP_NAMES = Object.keys(APPS);

export function templateOfApp(name: string): Template {
  const stack = new Stack(new App(), 'Stack');
  new Tenancy(stack, 'Tenancy', { applicationName: 'shop', ...APPS[name](stack) });
  return withoutAssetHashes(Assertions.fromStack(stack).toJSON());
}

/** Code changes with every release, so changes of its hashes are not reported. */
function withoutAssetHashes(template: Template): Template {
  return JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, '<asset>'));
}
