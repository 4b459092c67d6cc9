import { Template } from 'aws-cdk-lib/assertions';
import { APPLICATION_NAME, newStack } from './support';
import { Tenancy, type TenancyProps } from '../../src';

function templateOf(props: Partial<TenancyProps> = {}): Template {
  const stack = newStack();
  new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props });
  return Template.fromStack(stack);
}

const template = templateOf();

test('what is deployed changes on purpose only', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('what a dashboard adds changes on purpose only', () => {
  const { Resources: without } = template.toJSON();
  const { Resources: resources } = templateOf({ dashboard: {} }).toJSON();

  expect(Object.fromEntries(Object.entries(resources).filter(([id]) => !(id in without)))).toMatchSnapshot();
});

test('what holds data keeps its logical id: another id is another, empty, resource', () => {
  const idsOf = (type: string) => Object.keys(template.findResources(type));

  expect(idsOf('AWS::DynamoDB::Table')).toEqual(['TenancyTablesTenantsB806EDA1', 'TenancyTablesUsers3FF9A373']);
  expect(idsOf('AWS::Cognito::UserPool')).toEqual(['TenancyUserPool04DAC66F']);
});
