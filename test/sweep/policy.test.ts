import { permissionsIn, without, type PolicyDocument, type PolicyPermission } from './policy';

const POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'queue' },
    { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: ['table', 'index'], Condition: { Bool: { key: 'true' } } },
    { Effect: 'Deny', Action: 'sqs:*', Resource: 'queue' },
  ],
};
const TRUST: PolicyDocument = { Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'] }] };

test('each action on each resource of each allowing statement is a permission', () => {
  expect(permissionsIn(POLICY)).toEqual([
    { statement: 0, action: 'sqs:SendMessage', resource: 'queue' },
    { statement: 1, action: 'dynamodb:GetItem', resource: 'table' },
    { statement: 1, action: 'dynamodb:GetItem', resource: 'index' },
    { statement: 1, action: 'dynamodb:Query', resource: 'table' },
    { statement: 1, action: 'dynamodb:Query', resource: 'index' },
  ]);
});

test('the actions of a trust policy are permissions without a resource', () => {
  expect(permissionsIn(TRUST)).toEqual([{ statement: 0, action: 'sts:AssumeRole' }, { statement: 0, action: 'sts:TagSession' }]);
});

test.each([...permissionsIn(POLICY).map((one) => [POLICY, one] as const), ...permissionsIn(TRUST).map((one) => [TRUST, one] as const)])(
  'removing a permission keeps all others: %#',
  (policy, permission) => {
    const left = permissionsIn(without(policy, permission)).map(withoutPosition);

    const others = permissionsIn(policy).map(withoutPosition).filter((one) => byText(one, withoutPosition(permission)) !== 0);

    expect(left.sort(byText)).toEqual(others.sort(byText));
  },
);

test('removing a permission keeps conditions and denials', () => {
  const { Statement: statements } = without(POLICY, { statement: 1, action: 'dynamodb:Query', resource: 'index' });

  expect(statements.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
    ['Allow', undefined],
    ['Allow', { Bool: { key: 'true' } }],
    ['Allow', { Bool: { key: 'true' } }],
    ['Deny', undefined],
  ]);
});

function withoutPosition({ action, resource }: PolicyPermission): object {
  return { action, resource };
}

function byText(a: object, b: object): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}
