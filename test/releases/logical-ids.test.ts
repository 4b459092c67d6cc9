/** The names by which CloudFormation knows what holds data. */
import { templateOfApp } from './apps';

/** As every deployed stack has them, by type. Nothing is ever changed here. */
const PINNED: Readonly<Record<string, string>> = {
  TenancyTablesTenantsB806EDA1: 'AWS::DynamoDB::Table',
  TenancyTablesUsers3FF9A373: 'AWS::DynamoDB::Table',
  TenancyUserPool04DAC66F: 'AWS::Cognito::UserPool',
};

test('tables and pool keep their logical ids', () => {
  const { Resources: resources } = templateOfApp('defaults');

  const lost = Object.entries(PINNED).filter(([id, type]) => resources[id]?.Type !== type).map(([id, type]) => `There is no ${type} with the logical id `
    + `${id}. CloudFormation takes another id for another resource: every deployed stack would get a new, empty one, `
    + 'and leave its tenants or users in one that nothing uses. Undo the rename or the move of the construct.');
  expect(lost).toEqual([]);
});
