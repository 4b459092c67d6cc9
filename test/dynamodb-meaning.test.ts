import { meaningOf, meaningsOf } from './dynamodb-meaning';

const UPDATE = {
  TableName: 'tenants',
  Key: { tenantid: 't' },
  UpdateExpression: 'REMOVE #c, #b ADD #tags :tags, #n :one SET #name = :name, #members = if_not_exists(#members, :none) + :one DELETE #old :tags',
  ConditionExpression: '#status = :active AND (size(#tags) < :limit OR attribute_not_exists(#tags))',
  ExpressionAttributeNames: {
    '#b': 'b', '#c': 'c', '#tags': 'tags', '#n': 'n', '#name': 'name', '#members': 'members', '#old': 'old', '#status': 'status',
  },
  ExpressionAttributeValues: { ':tags': new Set(['x']), ':one': 1, ':none': 0, ':name': 'A AND B', ':active': 'active', ':limit': 5 },
  ReturnValues: 'ALL_NEW',
};

test('says what a range means', () => {
  const range = { KeyConditionExpression: '#a = :a AND #b BETWEEN :from AND :to', ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } };
  expect(meaningOf({ ...range, ExpressionAttributeValues: { ':a': 1, ':from': 2, ':to': 3 } }).keyCondition).toBe('a = 1 AND b <= 3 AND b >= 2');
});

test('says what an update writes, and under which condition', () => {
  expect(meaningOf(UPDATE)).toEqual({
    TableName: 'tenants',
    Key: { tenantid: 't' },
    set: { name: 'A AND B' },
    compute: { members: 'if_not_exists(members, 0) + 1' },
    add: { tags: new Set(['x']), n: 1 },
    delete: { old: new Set(['x']) },
    remove: ['b', 'c'],
    condition: '(attribute_not_exists(tags) OR size(tags) < 5) AND status = "active"',
    ReturnValues: 'ALL_NEW',
  });
});

test('does not depend on the order of clauses and terms, or on the names of placeholders', () => {
  const names = { '#a': 'a', '#b': 'b' };
  const update = (request: object) => meaningOf({ ...request, ExpressionAttributeValues: { ':x': 1, ':y': 2 } });

  const first = update({ UpdateExpression: 'SET #a = :x REMOVE #b', ConditionExpression: '#a = :x OR #b = :y AND #a < :y', ExpressionAttributeNames: names });
  const second = update({
    UpdateExpression: 'REMOVE #q SET #p = :x', ConditionExpression: '#p < :y AND #q = :y OR #p = :x', ExpressionAttributeNames: { '#p': 'a', '#q': 'b' },
  });

  expect(first).toEqual(second);
});

test('tells a text from a number, and a set from a list', () => {
  const conditionOf = (value: unknown) => meaningOf({ ConditionExpression: 'a = :a', ExpressionAttributeValues: { ':a': value } }).condition;

  expect([5, '5', new Set(['5']), ['5']].map(conditionOf)).toEqual(['a = 5', 'a = "5"', 'a = Set["5"]', 'a = ["5"]']);
});

test('says what a query asks for', () => {
  expect(meaningOf({
    TableName: 'users',
    KeyConditionExpression: '#tenantId = :tenantId AND #userId < :marks',
    FilterExpression: '#role IN (:admin, :member)',
    ProjectionExpression: '#userId, #role',
    ExpressionAttributeNames: { '#tenantId': 'tenantid', '#userId': 'userid', '#role': 'role' },
    ExpressionAttributeValues: { ':tenantId': 't', ':marks': '~', ':admin': 'admin', ':member': 'member' },
  })).toEqual({
    TableName: 'users', keyCondition: 'tenantid = "t" AND userid < "~"', filter: 'role IN ("admin", "member")', attributes: ['role', 'userid'],
  });
});

test('says it of each step of a transaction', () => {
  expect(meaningsOf([
    { Put: { Item: { a: 1 }, ConditionExpression: 'attribute_not_exists(#a)', ExpressionAttributeNames: { '#a': 'a' } } },
    { Delete: { Key: { a: 1 } } },
  ])).toEqual([{ Put: { Item: { a: 1 }, condition: 'attribute_not_exists(a)' } }, { Delete: { Key: { a: 1 } } }]);
});

test.each<[string, object, string]>([
  ['lacks a name', { ExpressionAttributeNames: {} }, '#c must be defined.'],
  ['lacks a value', { ExpressionAttributeValues: {} }, ':tags must be defined.'],
  ['has a name too many', { ExpressionAttributeNames: { ...UPDATE.ExpressionAttributeNames, '#x': 'x' } }, '#x must be used in an expression.'],
  ['has a value too many', { ConditionExpression: '#status = :active' }, ':limit must be used in an expression.'],
  ['has a clause twice', { UpdateExpression: 'SET #b = :one SET #c = :one' }, 'must have each clause once only'],
  ['has no clause', { UpdateExpression: '#b = :one' }, 'must have each clause once only'],
  ['writes an attribute twice', { UpdateExpression: 'SET #b = :one REMOVE #b' }, 'must name b once only'],
  ['has an operator that is not supported', { ConditionExpression: 'NOT #n = :none' }, 'must have no NOT'],
])('refuses a request that %s', (_, change, message) => {
  expect(() => meaningOf({ ...UPDATE, ...change })).toThrow(message);
});
