/** The logical ids of the resources with data. */
import { templateOfApp } from './apps';

/** The logical ids in every deployed stack, with their types. Never change these entries. */
const PINNED: Readonly<Record<string, string>> = {
  TenancyTablesTenantsB806EDA1: 'AWS::DynamoDB::Table',
  TenancyTablesUsers3FF9A373: 'AWS::DynamoDB::Table',
  TenancyUserPool04DAC66F: 'AWS::Cognito::UserPool',
};

test('tables and pool keep their logical ids', () => {
  const { Resources: resources } = templateOfApp('defaults');

  const lost = Object.entries(PINNED).filter(([id, type]) => resources[id]?.Type !== type).map(([id, type]) => `A ${type} must have the logical id `
    + `${id}, but has another one. For CloudFormation that is another resource: every deployed stack would get a new, empty resource, `
    + 'and no longer use the one with its tenants or users. Undo the rename or the move of the construct.');
  expect(lost).toEqual([]);
});
