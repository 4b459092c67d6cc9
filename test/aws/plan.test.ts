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

test('counts what the template has', () => {
  expect(describeResources(countByType(TEMPLATE))).toBe('5 resources: 2 functions, 1 queue, 1 alarm, and 1 more of 1 types.');
});

test('says what it will do where, how long it takes and what it costs before anything is done', () => {
  const plan = describePlan({
    target: { account: '111122223333', region: 'eu-central-1' }, endpoint: undefined, stackName: 'cdk-tenancy-test-1', template: TEMPLATE, checks: ['paths'], isWhole: true,
  });

  for (const words of ['111122223333', 'eu-central-1', 'of AWS', 'cdk-tenancy-test-1', '2 functions', 'paths', 'minutes', 'USD', '--clean', 'cdk bootstrap']) {
    expect(plan).toContain(words);
  }
});

test('says of a run of some checks only what that does', () => {
  const planOf = (isWhole: boolean) => describePlan({
    target: { account: '0', region: 'r' }, endpoint: undefined, stackName: 's', template: TEMPLATE, checks: ['paths', 'replays'], isWhole,
  });

  expect(planOf(true)).toMatch(/1\. validates .*2\. deploys .*3\. plays the story of the demo and 2 checks .*4\. removes .*about 26 minutes/s);
  expect(planOf(false)).toMatch(/1\. deploys .*2\. plays 2 checks \(paths, replays\).*3\. removes .*about 20 minutes: 8 to deploy, 2 for the checks/s);
  expect(planOf(false)).not.toMatch(/validates|story/);
});

test('never calls another endpoint AWS', () => {
  expect(describePlan({ target: { account: '0', region: 'r' }, endpoint: 'https://127.0.0.1:4566', stackName: 's', template: TEMPLATE, checks: [], isWhole: true }))
    .toContain('of what answers at https://127.0.0.1:4566, which is not AWS');
});

test('the cost is the sum of its lines, and grows with what is paid by the month', () => {
  const one = estimateCost(new Map([['AWS::CloudWatch::Alarm', 1]]), 30);
  const hundred = estimateCost(new Map([['AWS::CloudWatch::Alarm', 100]]), 30);

  expect(one.total).toBeCloseTo(one.lines.reduce((sum, { usd }) => sum + usd, 0), 10);
  expect(hundred.total - one.total).toBeCloseTo(99 * 0.1 / 730 / 2, 10);
});
