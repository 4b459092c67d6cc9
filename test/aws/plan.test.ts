import { estimateCost } from './cost';
import { countByType, describePlan, describeResources } from './plan';
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
    target: { account: '111122223333', region: 'eu-central-1' }, endpoint: undefined, stackName: 'cdk-tenancy-test-1', template: TEMPLATE, checks: ['paths'],
  });

  for (const words of ['111122223333', 'eu-central-1', 'of AWS', 'cdk-tenancy-test-1', '2 functions', 'paths', 'minutes', 'USD', '--clean', 'cdk bootstrap']) {
    expect(plan).toContain(words);
  }
});

test('never calls another endpoint AWS', () => {
  expect(describePlan({ target: { account: '0', region: 'r' }, endpoint: 'https://127.0.0.1:4566', stackName: 's', template: TEMPLATE, checks: [] }))
    .toContain('of what answers at https://127.0.0.1:4566, which is not AWS');
});

test('the cost is the sum of its lines, and grows with what is paid by the month', () => {
  const one = estimateCost(new Map([['AWS::CloudWatch::Alarm', 1]]), 30);
  const hundred = estimateCost(new Map([['AWS::CloudWatch::Alarm', 100]]), 30);

  expect(one.total).toBeCloseTo(one.lines.reduce((sum, { usd }) => sum + usd, 0), 10);
  expect(hundred.total - one.total).toBeCloseTo(99 * 0.1 / 730 / 2, 10);
});
