import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { actionsOf, leadingKeysAre, newStack, statementsOf } from './support';
import { Tenancy, TenantIsolation } from '../../src';

const TENANT_ROWS = leadingKeysAre('${aws:PrincipalTag/tenantId}');
const READ = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

let stack: Stack;
let isolation: TenantIsolation;

beforeEach(() => {
  stack = newStack();
  isolation = new TenantIsolation(stack, 'Isolation');
});

function newTable(props: Partial<dynamodb.TableProps> = {}): dynamodb.Table {
  return new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'deviceid', type: dynamodb.AttributeType.STRING },
    ...props,
  });
}

function newFunction(scope: Stack, id: string, runtime = lambda.Runtime.NODEJS_22_X): lambda.Function {
  return new lambda.Function(scope, id, { runtime, handler: 'index.handler', code: lambda.Code.fromInline('x') });
}

function tenantRoleStatements() {
  return statementsOf(Template.fromStack(stack), 'IsolationTenantRole');
}

describe('the roles', () => {
  test.each([
    ['TenantRole', 'tenantId'],
    ['UserRole', 'userId'],
  ])('%s trusts the account, for sessions with the tag %s that is not empty, and no other tag', (id, tag) => {
    const [role] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter(([logicalId]) => logicalId.includes(id)).map(([, value]) => value);

    const principal = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] } };
    const condition = {
      'ForAllValues:StringEquals': { 'aws:TagKeys': [tag] },
      'Null': { 'aws:TagKeys': 'false' },
      'StringLike': { [`aws:RequestTag/${tag}`]: '?*' },
    };
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: principal, Condition: condition },
    ]);
  });

  test('have no rights until they are granted some', () => {
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('of a tenancy have none on the tables of the tenancy', () => {
    const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: 'shop' });

    expect(tenancy.isolation.tenantRole.node.tryFindChild('DefaultPolicy')).toBeUndefined();
    expect(statementsOf(Template.fromStack(stack), 'TenancyIsolation')).toEqual([]);
  });
});

describe('rows', () => {
  test('may be read: those of the tenant, by key', () => {
    const table = newTable();
    isolation.grantReadRows(table);

    expect(tenantRoleStatements()).toEqual([{ Effect: 'Allow', Action: READ, Resource: stack.resolve(table.tableArn), Condition: TENANT_ROWS }]);
  });

  test('may be written too', () => {
    const table = newTable();
    isolation.grantReadWriteRows(table);

    expect(tenantRoleStatements()).toEqual([{ Effect: 'Allow', Action: [...READ, ...WRITE], Resource: stack.resolve(table.tableArn), Condition: TENANT_ROWS }]);
  });

  test('may be queried by the indexes that are named, and by no other', () => {
    const table = newTable();
    for (const indexName of ['by-name', 'by-type']) {
      table.addGlobalSecondaryIndex({ indexName, partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING } });
    }
    table.addLocalSecondaryIndex({ indexName: 'by-date', sortKey: { name: 'date', type: dynamodb.AttributeType.STRING } });
    isolation.grantReadWriteRows(table, { indexNames: ['by-name', 'by-date'] });

    const arn = stack.resolve(table.tableArn);
    expect(tenantRoleStatements().map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [[...READ, ...WRITE], arn],
      ['dynamodb:Query', [{ 'Fn::Join': ['', [arn, '/index/by-name']] }, { 'Fn::Join': ['', [arn, '/index/by-date']] }]],
    ]);
  });

  test('of a TableV2, and of an imported table, are granted alike', () => {
    isolation.grantReadRows(new dynamodb.TableV2(stack, 'TableV2', { partitionKey: { name: 'tenant', type: dynamodb.AttributeType.STRING } }));
    isolation.grantReadRows(dynamodb.Table.fromTableName(stack, 'Imported', 'orders'), { indexNames: ['whatever'] });

    expect(tenantRoleStatements().map(({ Condition }) => Condition)).toEqual([TENANT_ROWS, TENANT_ROWS, TENANT_ROWS]);
  });

  test('are never scanned, nor reached by PartiQL', () => {
    isolation.grantReadWriteRows(newTable());

    expect(tenantRoleStatements().flatMap(({ Action }) => Action).filter((action) => /Scan|PartiQL|\*/.test(action))).toEqual([]);
  });

  test.each([
    ['read', (table: dynamodb.ITable) => isolation.grantReadRows(table), ['kms:Decrypt', 'kms:DescribeKey']],
    ['read and written', (table: dynamodb.ITable) => isolation.grantReadWriteRows(table),
      ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']],
  ])('that are encrypted can be %s', (_, grant, expected) => {
    const encryptionKey = new kms.Key(stack, 'Key');
    grant(newTable({ encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }));

    const actions = actionsOf(Template.fromStack(stack), 'IsolationTenantRole').filter((action) => action.startsWith('kms:'));
    expect(expected).toEqual(expect.arrayContaining(actions));
    expect(actions).toContain('kms:Decrypt');
  });

  test('of a user are queried by the index', () => {
    const table = newTable();
    table.addGlobalSecondaryIndex({ indexName: 'by-user', partitionKey: { name: 'userid', type: dynamodb.AttributeType.STRING } });
    isolation.grantQueryUserIndex(table, 'by-user');

    expect(statementsOf(Template.fromStack(stack), 'IsolationUserRole')).toEqual([{
      Effect: 'Allow',
      Action: 'dynamodb:Query',
      Resource: { 'Fn::Join': ['', [stack.resolve(table.tableArn), '/index/by-user']] },
      Condition: leadingKeysAre('${aws:PrincipalTag/userId}'),
    }]);
  });

  test('of a table whose partition key can be no id are refused', () => {
    const table = newTable({ partitionKey: { name: 'number', type: dynamodb.AttributeType.NUMBER } });

    expect(() => isolation.grantReadRows(table)).toThrow('[Stack/Isolation] The table Stack/Table was expected to have an id as partition key, '
      + 'which is a text (S), but number is of type N.');
  });

  test('of an index that does not exist are refused, with those that do', () => {
    const table = newTable();
    table.addGlobalSecondaryIndex({ indexName: 'by-name', partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING } });

    expect(() => isolation.grantReadRows(table, { indexNames: ['byname'] }))
      .toThrow('[Stack/Isolation] The table Stack/Table was expected to have the index byname, but it has by-name.');
    expect(() => isolation.grantQueryUserIndex(table, 'byuser')).toThrow('was expected to have the index byuser');
  });
});

describe('objects', () => {
  function prefixStatements(bucket: s3.IBucket, actions: string | string[]) {
    const arn = stack.resolve(bucket.bucketArn);
    return [
      { Effect: 'Allow', Action: actions, Resource: { 'Fn::Join': ['', [arn, '/${aws:PrincipalTag/tenantId}/*']] } },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn, Condition: { StringLike: { 's3:prefix': ['${aws:PrincipalTag/tenantId}/*'] } } },
    ];
  }

  test('may be read and listed: those below the tenant id', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    isolation.grantReadPrefix(bucket);

    expect(tenantRoleStatements()).toEqual(prefixStatements(bucket, 's3:GetObject'));
  });

  test('may be written and deleted too', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    isolation.grantReadWritePrefix(bucket);

    expect(tenantRoleStatements()).toEqual(prefixStatements(bucket, ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject']));
  });

  test('that are encrypted can be read', () => {
    isolation.grantReadPrefix(new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS }));

    expect(actionsOf(Template.fromStack(stack), 'IsolationTenantRole')).toContain('kms:Decrypt');
  });
});

describe('a function', () => {
  test('that may assume a role knows which, and gets no other right', () => {
    isolation.grantAssume(newFunction(stack, 'Tenant'));
    isolation.grantAssumeForUser(newFunction(stack, 'User', lambda.Runtime.PYTHON_3_13));

    const template = Template.fromStack(stack);
    for (const [handler, role, variable] of [['Tenant', 'TenantRole', 'TENANCY_TENANT_ROLE_ARN'], ['User', 'UserRole', 'TENANCY_USER_ROLE_ARN']]) {
      const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp(`^Isolation${role}`), 'Arn'] };
      template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { [variable]: arn } } });
      template.hasResourceProperties('AWS::IAM::Policy', {
        PolicyName: Match.stringLikeRegexp(`^${handler}`),
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: arn }] },
      });
    }
  });

  test('may be granted the same role twice, and not that of another isolation', () => {
    const handler = newFunction(stack, 'Handler');
    isolation.grantAssume(handler);
    isolation.grantAssume(handler);
    isolation.grantAssumeForUser(handler);

    expect(() => new TenantIsolation(stack, 'Other').grantAssume(handler)).toThrow('[Stack/Other] The function Stack/Handler was expected to assume '
      + 'a role of one TenantIsolation, but TENANCY_TENANT_ROLE_ARN in its environment is that of Stack/Isolation already.');
  });

  test('may be in another stack, and one of fifty: the trust stays as it is', () => {
    const app = new App();
    const main = new Stack(app, 'Main');
    const shared = new TenantIsolation(main, 'Isolation');
    const team = new Stack(app, 'Team');
    const before = JSON.stringify(main.resolve(shared.tenantRole.assumeRolePolicy));

    for (let index = 0; index < 50; index++) shared.grantAssume(newFunction(team, `Function${index}`));

    app.synth();
    Template.fromStack(team).resourceCountIs('AWS::Lambda::Function', 50);
    expect(team.dependencies).toEqual([main]);
    expect(main.dependencies).toEqual([]);
    expect(JSON.stringify(main.resolve(shared.tenantRole.assumeRolePolicy))).toBe(before);
  });
});
