import { AccessAnalyzerClient, ValidatePolicyCommand } from '@aws-sdk/client-accessanalyzer';
import { SFNClient, ValidateStateMachineDefinitionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import type { Template } from './template/template';
import { validate } from './validate';

const PLACE = { account: '111122223333', region: 'us-east-1' };
const TEMPLATE: Template = {
  Resources: {
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: '{"StartAt":"A"}', StateMachineType: 'EXPRESS' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }] } },
    },
  },
};
const FINDING = { issueCode: 'CODE', findingDetails: 'Something is wrong.', learnMoreLink: 'https://example.com', locations: [] };

const sfn = mockClient(SFNClient);
const analyzer = mockClient(AccessAnalyzerClient);

beforeEach(() => {
  sfn.reset();
  analyzer.reset();
  sfn.on(ValidateStateMachineDefinitionCommand).resolves({ result: 'OK', diagnostics: [] });
  analyzer.on(ValidatePolicyCommand).resolves({ findings: [] });
});

const outcomes = async () => (await validate(TEMPLATE, PLACE)).map(({ name, outcome }) => [name, outcome]);

test('sends each definition and each policy to the services with its type', async () => {
  expect(await outcomes()).toEqual([['state-machines', 'passed'], ['policies', 'passed']]);
  expect(sfn.commandCalls(ValidateStateMachineDefinitionCommand)[0].args[0].input).toEqual({ definition: '{"StartAt":"A"}', type: 'EXPRESS', severity: 'WARNING' });
  expect(analyzer.commandCalls(ValidatePolicyCommand)[0].args[0].input).toMatchObject({
    policyType: 'RESOURCE_POLICY', validatePolicyResourceType: 'AWS::IAM::AssumeRolePolicyDocument', policyDocument: expect.stringContaining('sts:AssumeRole'),
  });
});

test.each([['ERROR', 'failed'], ['WARNING', 'passed']] as const)('a diagnostic of the severity %s: %s', async (severity, outcome) => {
  sfn.on(ValidateStateMachineDefinitionCommand).resolves({ result: severity === 'ERROR' ? 'FAIL' : 'OK', diagnostics: [{ severity, code: 'C', message: 'M' }] });

  expect((await validate(TEMPLATE, PLACE))[0]).toMatchObject({ outcome, words: `1 state machines, 1 findings: Machine: ${severity} C: M` });
});

test('a definition that fails without a diagnostic fails', async () => {
  sfn.on(ValidateStateMachineDefinitionCommand).resolves({ result: 'FAIL', diagnostics: [] });

  expect((await outcomes())[0]).toEqual(['state-machines', 'failed']);
});

test.each([['ERROR', 'failed'], ['SECURITY_WARNING', 'failed'], ['WARNING', 'passed'], ['SUGGESTION', 'passed']] as const)(
  'a finding of the type %s: %s', async (findingType, outcome) => {
    analyzer.on(ValidatePolicyCommand).resolves({ findings: [{ findingType, ...FINDING }] });

    expect((await validate(TEMPLATE, PLACE))[1]).toMatchObject({ outcome, words: expect.stringContaining('Role.AssumeRolePolicyDocument') });
  });

test('reads the findings of all pages', async () => {
  analyzer.on(ValidatePolicyCommand)
    .resolvesOnce({ findings: [], nextToken: 'next' })
    .resolvesOnce({ findings: [{ findingType: 'ERROR', ...FINDING }] });

  expect((await outcomes())[1]).toEqual(['policies', 'failed']);
});

test('a failed request to a service only fails its own part', async () => {
  sfn.on(ValidateStateMachineDefinitionCommand).rejects(new Error('AccessDeniedException'));

  expect(await outcomes()).toEqual([['state-machines', 'failed'], ['policies', 'passed']]);
});
