import { estimateCost } from './cost';
import { describePlan, describeResources } from './plan';
import { countByType } from './template/counts';
import type { Template } from './template/template';

const TEMPLATE: Template = {
  Resources: {
    A: { Type: 'AWS::Lambda::Function' },
    B: { Type: 'AWS::Lambda::Function' },
    C: { Type: 'AWS::SQS::Queue' },
    D: { Type: 'AWS::Lambda::Permission' },
    E: { Type: 'AWS::CloudWatch::Alarm' },
  },
};

test('counts the resources of the template', () => {
  expect(describeResources(countByType(TEMPLATE))).toBe('5 resources: 2 functions, 1 queue, 1 alarm, and 1 other.');
});

test('states account, steps, duration and cost of the run', () => {
  const plan = describePlan({
    target: { account: '111122223333', region: 'eu-central-1' }, endpoint: undefined, stackName: 'cdk-tenancy-test-1', template: TEMPLATE, checks: ['paths'], isWhole: true,
  });

  for (const words of ['111122223333', 'eu-central-1', 'on AWS', 'cdk-tenancy-test-1', '2 functions', 'paths', 'minutes', 'USD', '--clean', 'cdk bootstrap']) {
    expect(plan).toContain(words);
  }
});

test('states only the steps of a run with some checks', () => {
  const planOf = (isWhole: boolean) => describePlan({
    target: { account: '0', region: 'r' }, endpoint: undefined, stackName: 's', template: TEMPLATE, checks: ['paths', 'replays'], isWhole,
  });

  expect(planOf(true)).toMatch(/1\. Validates .*2\. Deploys .*3\. Runs the story of the demo and 2 checks .*4\. Removes .*about 26 minutes/s);
  expect(planOf(false)).toMatch(/1\. Deploys .*2\. Runs 2 checks \(paths, replays\).*3\. Removes .*about 20 minutes: 8 to deploy, 2 for the checks/s);
  expect(planOf(false)).not.toMatch(/Validates|story/);
});

test('never calls another endpoint AWS', () => {
  expect(describePlan({ target: { account: '0', region: 'r' }, endpoint: 'https://127.0.0.1:4566', stackName: 's', template: TEMPLATE, checks: [], isWhole: true }))
    .toContain('on the service at https://127.0.0.1:4566, which is not AWS');
});

test('the cost is the sum of its lines, and grows with the resources that have monthly prices', () => {
  const one = estimateCost(new Map([['AWS::CloudWatch::Alarm', 1]]), 30);
  const hundred = estimateCost(new Map([['AWS::CloudWatch::Alarm', 100]]), 30);

  expect(one.total).toBeCloseTo(one.lines.reduce((sum, { usd }) => sum + usd, 0), 10);
  expect(hundred.total - one.total).toBeCloseTo(99 * 0.1 / 730 / 2, 10);
});
