import { Template } from 'aws-cdk-lib/assertions';
import { APPLICATION_NAME, newStack } from './support';
import { Tenancy } from '../../src';

const template = (() => {
  const stack = newStack();
  new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME });
  return Template.fromStack(stack);
})();

test('what is deployed changes on purpose only', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('what holds data keeps its logical id: another id is another, empty, resource', () => {
  const idsOf = (type: string) => Object.keys(template.findResources(type));

  expect(idsOf('AWS::DynamoDB::Table')).toEqual(['TenancyTablesTenantsB806EDA1', 'TenancyTablesUsers3FF9A373']);
  expect(idsOf('AWS::Cognito::UserPool')).toEqual(['TenancyUserPool04DAC66F']);
});
