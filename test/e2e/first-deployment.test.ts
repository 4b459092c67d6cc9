/** The resources that remain after a first deployment fails at its end and is rolled back. */
import type { OwnApp } from './own-app/own-app';
import { OwnStack } from './support/own-stack';

jest.setTimeout(300_000);

const FAILING: Omit<OwnApp, 'stackName'> = { dashboard: true, failsInTheEnd: true };

let stack: OwnStack;
beforeEach(() => {
  stack = new OwnStack();
});
afterEach(() => stack.forget());

/** The resources that a failed deployment has created, with their state after the rollback, by type. */
async function failedDeployment(app: Omit<OwnApp, 'stackName'>) {
  await expect(stack.deploy(app)).rejects.toThrow('cdk deploy failed');
  const { id, status } = await stack.status();
  const events = await stack.events(id);
  const idsWith = (wanted: string) => events.filter(({ ResourceStatus, ResourceType }) => ResourceStatus === wanted && ResourceType !== 'AWS::CloudFormation::Stack')
    .map(({ LogicalResourceId }) => LogicalResourceId!);
  const deleted = new Set(idsWith('DELETE_COMPLETE'));
  const left = events.filter(({ ResourceStatus, LogicalResourceId }) => ResourceStatus === 'CREATE_COMPLETE' && !deleted.has(LogicalResourceId!));
  return {
    status,
    failedDeletions: idsWith('DELETE_FAILED'),
    created: new Set(idsWith('CREATE_COMPLETE')).size,
    left: left.map(({ ResourceType }) => ResourceType).sort(),
  };
}

test('leaves only the protected tables and pool and the log role of the account, and the next deployment works', async () => {
  const { created, ...rest } = await failedDeployment(FAILING);

  expect(rest).toEqual({
    status: 'ROLLBACK_COMPLETE',
    failedDeletions: [],
    left: ['AWS::ApiGateway::Account', 'AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::Table', 'AWS::IAM::Role'],
  });
  expect(created).toBeGreaterThan(100);

  await stack.deploy({ removalPolicy: 'DESTROY' });
  await stack.destroy({ removalPolicy: 'DESTROY' });
});

test('leaves nothing with RETAIN_ON_UPDATE_OR_DELETE in an account with a log role', async () => {
  expect(await failedDeployment({ ...FAILING, removalPolicy: 'RETAIN_ON_UPDATE_OR_DELETE', apiLogRole: 'EXISTING' })).toMatchObject({
    status: 'ROLLBACK_COMPLETE', failedDeletions: [], left: [],
  });
});
