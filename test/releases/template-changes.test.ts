/** Changes of a template that would lose data are distinguished from harmless ones. */
import { baselineTemplate } from './baseline';
import { IRREPLACEABLE, type Template, templateChanges } from './template-changes';

const deployed = baselineTemplate('dashboard');

/** The deployed template with changes. */
function changed(change: (resources: Record<string, any>) => void): Template {
  // structuredClone would create objects of another realm, which are never strictly equal to these.
  const template = JSON.parse(JSON.stringify(deployed));
  change(template.Resources);
  return template;
}

function onlyId(type: string): string {
  return Object.keys(deployed.Resources).find((id) => deployed.Resources[id].Type === type)!;
}

const TABLE = onlyId('AWS::DynamoDB::Table');
const QUEUE = onlyId('AWS::SQS::Queue');
const FUNCTION = onlyId('AWS::Lambda::Function');

test('an equal template has no changes', () => {
  expect(templateChanges(deployed, changed(() => undefined))).toEqual({ fatal: [], harmless: [] });
});

// CloudFormation's schemas determine which properties force a replacement.
test.each([
  ['AWS::DynamoDB::Table', 'TableName', 'its rows'],
  ['AWS::Cognito::UserPoolClient', 'GenerateSecret', 'the client id that front ends are built with'],
  ['AWS::S3::Bucket', 'BucketName', 'its objects'],
  ['AWS::SQS::Queue', 'QueueName', 'its messages'],
  ['AWS::Events::EventBus', 'Name', 'the rules that others have on it'],
])('%s with another %s would be replaced', (type, property, lost) => {
  const id = onlyId(type);
  const { fatal } = templateChanges(deployed, changed((resources) => {
    resources[id].Properties = { ...resources[id].Properties, [property]: 'another' };
  }));

  expect(fatal).toEqual([expect.stringMatching(new RegExp(`^${id} \\(${type}\\) (is|may be) REPLACED, because of ${property}\\. A deployed stack would lose ${lost}`))]);
});

test.each(Object.keys(IRREPLACEABLE).filter((type) => onlyId(type) !== undefined))('a removed %s is a loss, even if it is retained outside the stack', (type) => {
  const id = onlyId(type);
  const { fatal } = templateChanges(deployed, changed((resources) => delete resources[id]));

  expect(fatal).toContainEqual(expect.stringContaining(`${id} (${type}) is removed`));
});

test.each([
  ['UsernameAttributes', ['phone_number']],
  ['Schema', [{ Name: 'email', Mutable: false, Required: true }]],
])('a pool with another %s could not be updated', (property, value) => {
  const id = onlyId('AWS::Cognito::UserPool');
  const { fatal } = templateChanges(deployed, changed((resources) => {
    resources[id].Properties[property] = value;
  }));

  expect(fatal).toEqual([`${id} (AWS::Cognito::UserPool) cannot be updated: the ${property} of a pool cannot change. The deployment would fail.`]);
});

test('a pool with one more attribute can be updated', () => {
  const { fatal } = templateChanges(deployed, changed((resources) => {
    const { Properties: properties } = resources[onlyId('AWS::Cognito::UserPool')];
    properties.Schema = [...properties.Schema, { Name: 'plan', AttributeDataType: 'String' }];
  }));

  expect(fatal).toEqual([]);
});

describe('an index of a table', () => {
  const INDEX = { IndexName: 'by-plan', KeySchema: [{ AttributeName: 'plan', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } };
  const fatalWith = (indexes: (indexes: any[]) => any[]) => templateChanges(deployed, changed((resources) => {
    const { Properties: properties } = resources[TABLE];
    properties.GlobalSecondaryIndexes = indexes(properties.GlobalSecondaryIndexes);
  })).fatal;

  test.each([
    ['other keys', { KeySchema: [{ AttributeName: 'plan', KeyType: 'HASH' }] }],
    ['another projection', { Projection: { ProjectionType: 'KEYS_ONLY' } }],
  ])('with %s cannot be updated under its name', (_, change) => {
    expect(fatalWith(([index, ...others]) => [{ ...index, ...change }, ...others])).toEqual([
      expect.stringMatching(new RegExp(`^${TABLE} .* cannot be updated: keys and projection of the index [\\w-]+ cannot change; a new index needs a new name\\.`)),
    ]);
  });

  test('is added or removed alone', () => {
    expect(fatalWith((indexes) => [...indexes, INDEX])).toEqual([]);
    expect(fatalWith(([, ...others]) => others)).toEqual([]);
    expect(fatalWith(([, ...others]) => [...others, INDEX])).toEqual([expect.stringContaining('one update adds or removes one index, not by-plan, ')]);
  });

  test('can have another capacity', () => {
    expect(fatalWith(([index, ...others]) => [{ ...index, WarmThroughput: { ReadUnitsPerSecond: 20_000 } }, ...others])).toEqual([]);
  });
});

test('reports a changed logical id', () => {
  const { fatal, harmless } = templateChanges(deployed, changed((resources) => {
    resources.TenancyTablesCustomers = resources[TABLE];
    delete resources[TABLE];
  }));

  expect(fatal).toEqual([`${TABLE} (AWS::DynamoDB::Table) is removed from the stack, but not deleted. `
    + 'A deployed stack would lose its rows; its logical id changed, as TenancyTablesCustomers appears instead, empty.']);
  expect(harmless).toContain('TenancyTablesCustomers (AWS::DynamoDB::Table) is added.');
});

test('another type under the same logical id is a replacement', () => {
  const { fatal } = templateChanges(deployed, changed((resources) => {
    resources[TABLE].Type = 'AWS::DynamoDB::GlobalTable';
  }));

  expect(fatal).toEqual([expect.stringContaining(`${TABLE} (AWS::DynamoDB::Table) is REPLACED, because of its type, now AWS::DynamoDB::GlobalTable`)]);
});

test('reports each other change in a sentence', () => {
  const { fatal, harmless } = templateChanges(deployed, changed((resources) => {
    resources[QUEUE].Properties.VisibilityTimeout = 60;
    resources[FUNCTION].Properties.FunctionName = 'named';
    resources.Topic = { Type: 'AWS::SNS::Topic' };
    resources[TABLE].DeletionPolicy = 'Delete';
  }));

  expect(fatal).toEqual([]);
  expect(harmless).toEqual(expect.arrayContaining([
    `${QUEUE} (AWS::SQS::Queue) is changed in place: VisibilityTimeout.`,
    `${TABLE} (AWS::DynamoDB::Table) is changed in place: DeletionPolicy.`,
    `${FUNCTION} (AWS::Lambda::Function) is REPLACED, because of FunctionName.`,
    'Topic (AWS::SNS::Topic) is added.',
  ]));
});
