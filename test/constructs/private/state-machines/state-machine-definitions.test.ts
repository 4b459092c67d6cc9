/** The checks of CreateStateMachine, for all state machines of an app with all features. */
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Tenancy } from '../../../../src';
import { sdkMemberName, type Task, wrongNames } from '../../service-integration';
import { APPLICATION_NAME, newStack } from '../../support';

/** The package has no type declarations. */
const aslValidator = jest.requireActual<(definition: object) => { isValid: boolean; errorsText: () => string }>('asl-validator');

interface Definition {
  readonly QueryLanguage: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, { readonly Type: string } & Task>>;
}

/** An event that all machines accept, and the variables of their states. */
const DETAIL = {
  tenantId: 'a1b2',
  exportId: '0123456789abcdef0123456789abcdef',
  actor: { type: 'user', id: 'ada' },
  userId: 'ada',
  userName: 'ada',
  name: 'Ada',
  email: 'Ada@example.com',
};
const BINDINGS = {
  ...DETAIL,
  version: 4,
  attempt: 1,
  completedAt: '2026-01-01T00:00:00.000Z',
  after: '',
  // One entry with both, because each state reads its own.
  erasers: [{
    functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:eraser',
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:eraser',
    timeoutSeconds: 60,
  }],
  eraser: 0,
  failure: { error: 'States.Timeout', cause: '', state: 'Put tenant' },
  states: {
    input: { userIds: ['ada'], completedAt: '2026-01-01T00:00:00.000Z' },
    context: {
      Task: { Token: 'token' },
      Execution: { Id: 'arn:aws:states:us-east-1:123456789012:express:Machine:1', Input: { detail: DETAIL } },
      State: { Name: 'State', EnteredTime: '2026-01-01T00:00:00.000Z' },
      StateMachine: { Id: 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine' },
    },
  },
};

const definitions = Object.entries(definitionsOf(templateWithEverything()));

test('the app has the state machines of the saga, and those that delete and export tenants', () => {
  expect(definitions.map(([id]) => id)).toEqual(['CreateTenant', 'AddFirstAdmin', 'DeleteTenant', 'ExportTenant'].map((name) => expect.stringContaining(name)));
});

describe.each(definitions)('the definition of %s', (_, definition) => {
  const tasks = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Task');

  test('is valid Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(structuredClone(definition));
    expect(isValid ? '' : errorsText()).toBe('');
  });

  test.each(tasks)('"%s" names the members of its service correctly for its kind of integration', async (_name, task) => {
    expect(await wrongNames(task, BINDINGS)).toEqual([]);
  });

  test('names the errors of SDK integrations differently from those of optimized ones', () => {
    for (const [, task] of tasks) {
      const { Retry = [], Catch = [] } = task as { Retry?: Array<{ ErrorEquals: string[] }>; Catch?: Array<{ ErrorEquals: string[] }> };
      const errors = [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals).filter((error) => !error.startsWith('States.'));
      const [service] = task.Resource.split(':::')[1].split(':');
      const prefix = { 'lambda': 'Lambda.', 'states': 'StepFunctions.', 'aws-sdk': 'DynamoDb.' }[service] ?? 'DynamoDB.';
      expect(errors.filter((error) => !error.startsWith(prefix))).toEqual([]);
    }
  });
});

describe('the check of names', () => {
  const put = (item: object): Task => ({
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:transactWriteItems',
    Arguments: { TransactItems: [{ Put: { TableName: 'Table', Item: item } }] },
  });
  const update = (values: object): Task => ({
    Resource: 'arn:aws:states:::dynamodb:updateItem', Arguments: { TableName: 'Table', Key: {}, ExpressionAttributeValues: values },
  });

  test.each<[string, Task, string[]]>([
    ['the name of the service in an SDK integration', put({ ids: { SS: ['a'] } }), [expect.stringMatching(/Item\.ids\.SS must be one of S, N, B, Ss,/)]],
    ['the name of Java in an optimized integration', update({ ':ids': { Ss: ['a'] } }), [expect.stringMatching(/ids\.Ss must be one of S, N, B, SS,/)]],
    ['a wrong name in a nested value', put({ map: { M: { on: { BOOL: true } } } }), [expect.stringContaining('map.M.on.BOOL must be one of')]],
    ['a wrong name in the value of an expression', put('{% {"on": {"NULL": true}} %}' as never), [expect.stringContaining('on.NULL must be one of')]],
    ['a parameter that does not exist', { ...update({}), Arguments: { Tablename: 'Table' } }, [expect.stringContaining('Tablename must be one of TableName,')]],
    ['a value of two kinds', update({ ':a': { S: 'a', N: '1' } }), [expect.stringContaining('must have exactly one member')]],
    ['a value without a kind', put({ id: 'a' }), [expect.stringContaining('Item.id must not be "a"')]],
    ['a wrong name in the call of a function', { Resource: 'arn:aws:states:::lambda:invoke', Arguments: { Functionname: 'f' } }, [expect.stringContaining('Functionname must be one of FunctionName,')]],
    [
      'the name of the service in the result of an SDK integration',
      { Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem', Output: '{% $states.result.Item.tenants.SS %}', Arguments: {} },
      ['$states.result.Item.tenants.SS is not in the result.'],
    ],
  ])('finds %s', async (_, task, expected) => {
    expect(await wrongNames(task, {})).toEqual(expected);
  });

  test('accepts the names of each kind of integration', async () => {
    expect(await wrongNames(put({ ids: { Ss: ['a'] }, on: { Bool: true }, none: { Nul: true }, list: { L: [{ Ns: ['1'] }] } }), {})).toEqual([]);
    expect(await wrongNames(update({ ':ids': { SS: ['a'] }, ':on': { BOOL: true }, ':none': { NULL: true } }), {})).toEqual([]);
  });

  test.each([
    ['SS', 'Ss'], ['NULL', 'Nul'], ['BOOL', 'Bool'], ['S', 'S'], ['TableName', 'TableName'], ['SSESpecification', 'SseSpecification'],
    ['KMSMasterKeyId', 'KmsMasterKeyId'], ['stateMachineArn', 'StateMachineArn'], ['DBClusterArn', 'DbClusterArn'],
  ])('names %s as Java does: %s', (modelName, name) => {
    expect(sdkMemberName(modelName)).toBe(name);
  });
});

test('the check of the language refuses what JSONata states do not have', () => {
  const { States: states, ...definition } = structuredClone(definitions[0][1]);
  for (const field of ['ResultSelector', 'Parameters', 'ResultPath', 'InputPath']) {
    const changed = Object.fromEntries(Object.entries(states).map(([name, state]) => [name, state.Type === 'Task' ? { ...state, [field]: {} } : state]));
    expect(aslValidator({ ...definition, States: changed }).isValid).toBe(false);
  }
  expect(aslValidator({ ...definition, States: states, StartAt: 'Nowhere' }).isValid).toBe(false);
});

function templateWithEverything(): Template {
  const stack = newStack();
  const { lifecycle } = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {}, stateMachineType: sfn.StateMachineType.STANDARD });
  lifecycle.ownsRows(dynamodb.Table.fromTableName(stack, 'Orders', 'orders'));
  lifecycle.ownsPrefix(s3.Bucket.fromBucketName(stack, 'Files', 'files'));
  lifecycle.addEraser(new lambda.Function(stack, 'Eraser', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') }));
  return Template.fromStack(stack);
}

/** The definitions as CloudFormation hands them to Step Functions, by logical id. */
function definitionsOf(template: Template): Record<string, Definition> {
  return Object.fromEntries(Object.entries(template.findResources('AWS::StepFunctions::StateMachine')).map(([id, { Properties }]) => [
    id, JSON.parse(resolved(Properties.DefinitionString)),
  ]));
}

function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument]] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Fn::Join') return (argument as [string, unknown[]])[1].map(resolved).join('');
  return argument === 'AWS::Partition' ? 'aws' : 'a-reference';
}
