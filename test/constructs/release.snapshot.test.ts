import { Template } from 'aws-cdk-lib/assertions';
import { APPLICATION_NAME, newStack } from './support';
import { Tenancy, type TenancyProps } from '../../src';

function templateOf(props: Partial<TenancyProps> = {}): Template {
  const stack = newStack();
  new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props });
  return Template.fromStack(stack);
}

const template = templateOf();

test('the deployed template changes only on purpose', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('a dashboard changes its resources only on purpose', () => {
  const { Resources: without } = template.toJSON();
  const { Resources: resources } = templateOf({ dashboard: {} }).toJSON();

  expect(Object.fromEntries(Object.entries(resources).filter(([id]) => !(id in without)))).toMatchSnapshot();
});
