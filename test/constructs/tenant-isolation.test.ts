import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { actionsOf, leadingKeysAre, newApp, newStack, statementsOf } from './support';
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
  ])('%s trusts the account, only for sessions with a non-empty tag %s and no other tag', (id, tag) => {
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

  test('of a tenancy have no rights on the tables of the tenancy', () => {
    const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: 'shop' });

    expect(tenancy.isolation.tenantRole.node.tryFindChild('DefaultPolicy')).toBeUndefined();
    expect(statementsOf(Template.fromStack(stack), 'TenancyIsolation')).toEqual([]);
  });
});

describe('rows', () => {
  test('of the tenant can be read by key', () => {
    const table = newTable();
    isolation.grantReadRows(table);

    expect(tenantRoleStatements()).toEqual([{ Effect: 'Allow', Action: READ, Resource: stack.resolve(table.tableArn), Condition: TENANT_ROWS }]);
  });

  test('can be written with grantReadWriteRows', () => {
    const table = newTable();
    isolation.grantReadWriteRows(table);

    expect(tenantRoleStatements()).toEqual([{ Effect: 'Allow', Action: [...READ, ...WRITE], Resource: stack.resolve(table.tableArn), Condition: TENANT_ROWS }]);
  });

  test('can be queried only by the listed indexes', () => {
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

  test('of a TableV2 and of an imported table are granted in the same way', () => {
    isolation.grantReadRows(new dynamodb.TableV2(stack, 'TableV2', { partitionKey: { name: 'tenant', type: dynamodb.AttributeType.STRING } }));
    isolation.grantReadRows(dynamodb.Table.fromTableName(stack, 'Imported', 'orders'));
    isolation.grantQueryUncheckedIndex(dynamodb.Table.fromTableName(stack, 'OtherImported', 'bills'), 'whatever');

    expect(tenantRoleStatements().map(({ Condition }) => Condition)).toEqual([TENANT_ROWS, TENANT_ROWS, TENANT_ROWS]);
  });

  test('cannot be scanned or accessed with PartiQL', () => {
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

  test('of a user can be queried by the index', () => {
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

  test('of a table whose partition key is not a string are refused', () => {
    const table = newTable({ partitionKey: { name: 'number', type: dynamodb.AttributeType.NUMBER } });

    expect(() => isolation.grantReadRows(table)).toThrow('[Stack/Isolation] The table Stack/Table must have an id as partition key, '
      + 'which is a string (S), but number is of type N.');
  });

  test('can have another name and format of the key, in the table and in its indexes', () => {
    const table = newTable({ partitionKey: { name: 'PK', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'SK', type: dynamodb.AttributeType.STRING } });
    table.addGlobalSecondaryIndex({ indexName: 'by-status', partitionKey: table.schema().partitionKey, sortKey: { name: 'status', type: dynamodb.AttributeType.STRING } });
    isolation.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}', indexNames: ['by-status'] });

    const tenantKey = leadingKeysAre('TENANT#${aws:PrincipalTag/tenantId}');
    expect(tenantRoleStatements().map(({ Condition }) => Condition)).toEqual([tenantKey, tenantKey]);
  });

  test('of a user can have another format of the key in the index', () => {
    const table = newTable();
    table.addGlobalSecondaryIndex({ indexName: 'by-user', partitionKey: { name: 'GSI1PK', type: dynamodb.AttributeType.STRING } });
    isolation.grantQueryUserIndex(table, 'by-user', { keyFormat: 'USER#{userId}' });

    expect(statementsOf(Template.fromStack(stack), 'IsolationUserRole').map(({ Condition }) => Condition))
      .toEqual([leadingKeysAre('USER#${aws:PrincipalTag/userId}')]);
  });

  test.each<[string, (table: dynamodb.ITable) => void, string]>([
    ['no placeholder', (table) => isolation.grantReadRows(table, { keyFormat: 'TENANT#' }), 'keyFormat must contain {tenantId} exactly once, but was "TENANT#".'],
    ['a wildcard', (table) => isolation.grantReadWriteRows(table, { keyFormat: '*{tenantId}' }), 'keyFormat must have only printable ASCII characters'],
    ['a token', (table) => isolation.grantReadRows(table, { keyFormat: `${stack.region}#{tenantId}` }), 'keyFormat must have only printable ASCII characters'],
    ['the id of a tenant', (table) => isolation.grantQueryUserIndex(table, 'by-user', { keyFormat: '{tenantId}' }), 'keyFormat must contain {userId} exactly once'],
  ])('whose key format has %s are refused', (_, grant, message) => {
    const table = newTable();
    table.addGlobalSecondaryIndex({ indexName: 'by-user', partitionKey: { name: 'userid', type: dynamodb.AttributeType.STRING } });

    expect(() => grant(table)).toThrow(`[Stack/Isolation] ${message}`);
  });

  test('are refused with a second format if a key of one tenant could be the key of another', () => {
    const table = newTable();
    isolation.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}' });
    isolation.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}#ORDERS' });
    isolation.grantReadRows(table, { keyFormat: 'TENANT#{tenantId}' });

    expect(() => new TenantIsolation(stack, 'Other').grantReadRows(table, { keyFormat: 'TENANT#{tenantId}-orders' })).toThrow('[Stack/Other] keyFormat must keep the keys of '
      + 'different ids apart, but a key of "TENANT#{tenantId}-orders" could also be one of "TENANT#{tenantId}", which is granted on Stack/Table too.');
  });

  test('of an index that does not exist are refused, and the error lists the existing indexes', () => {
    const table = newTable();
    table.addGlobalSecondaryIndex({ indexName: 'by-name', partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING } });

    expect(() => isolation.grantReadRows(table, { indexNames: ['byname'] }))
      .toThrow('[Stack/Isolation] The table Stack/Table must have the index byname, but has by-name.');
    expect(() => isolation.grantQueryUserIndex(table, 'byuser')).toThrow('must have the index byuser');
    expect(() => isolation.grantQueryUncheckedIndex(table, 'bytype')).toThrow('must have the index bytype');
  });
});

describe('an index whose partition key IAM does not compare when a row is written', () => {
  const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });
  const USE_UNCHECKED = 'Grant the index with grantQueryUncheckedIndex, and let your code check the rows as its documentation says.';

  test.each<[string, (table: dynamodb.ITable) => iam.Grant]>([
    ['read', (table) => isolation.grantReadRows(table, { indexNames: ['by-owner'] })],
    ['read and written', (table) => isolation.grantReadWriteRows(table, { indexNames: ['by-owner'] })],
  ])('is refused for rows that can be %s', (_, grant) => {
    const table = newTable();
    table.addGlobalSecondaryIndex({ indexName: 'by-owner', partitionKey: text('owner') });

    expect(() => grant(table)).toThrow('[Stack/Isolation] The partition key of the index by-owner of the table Stack/Table must be tenantid, the one of the table, '
      + 'but was owner. IAM does not compare that key when a row is written, so a tenant could write rows that another tenant finds there. ' + USE_UNCHECKED);
    expect(tenantRoleStatements()).toEqual([]);
  });

  test('is refused for a TableV2 too', () => {
    const table = new dynamodb.TableV2(stack, 'TableV2', {
      partitionKey: text('PK'), sortKey: text('SK'), globalSecondaryIndexes: [{ indexName: 'inverted', partitionKey: text('SK'), sortKey: text('PK') }],
    });

    expect(() => isolation.grantReadRows(table, { indexNames: ['inverted'] })).toThrow('must be PK, the one of the table, but was SK.');
  });

  test('is refused if the tenant is one of several partition keys', () => {
    const table = newTable();
    table.addGlobalSecondaryIndex({ indexName: 'by-owner', partitionKey: text('tenantid') });
    (table.node.defaultChild as dynamodb.CfnTable).globalSecondaryIndexes = [{
      indexName: 'by-owner',
      keySchema: [{ attributeName: 'tenantid', keyType: 'HASH' }, { attributeName: 'owner', keyType: 'HASH' }],
      projection: { projectionType: 'ALL' },
    }];

    expect(() => isolation.grantReadRows(table, { indexNames: ['by-owner'] })).toThrow('must be tenantid, the one of the table, but was tenantid and owner.');
  });

  test.each<[string, () => dynamodb.ITable]>([
    ['by its name', () => dynamodb.Table.fromTableName(stack, 'Imported', 'orders')],
    ['with the names of its indexes', () => dynamodb.Table.fromTableAttributes(stack, 'Imported', { tableName: 'orders', globalIndexes: ['by-owner'] })],
  ])('can be any index of a table that is imported %s, so all its indexes are refused', (_, table) => {
    expect(() => isolation.grantReadRows(table(), { indexNames: ['by-owner'] })).toThrow('[Stack/Isolation] indexNames must be indexes of a table that this app '
      + `creates, but Stack/Imported is imported and the keys of its index by-owner are unknown. ${USE_UNCHECKED}`);
  });

  test('can only be queried, with a separate grant', () => {
    const table = newTable({ encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });
    table.addGlobalSecondaryIndex({ indexName: 'by-owner', partitionKey: text('owner') });
    isolation.grantQueryUncheckedIndex(table, 'by-owner', { keyFormat: 'TENANT#{tenantId}' });

    expect(tenantRoleStatements().filter(({ Action }) => Action !== 'kms:Decrypt')).toEqual([{
      Effect: 'Allow',
      Action: 'dynamodb:Query',
      Resource: { 'Fn::Join': ['', [stack.resolve(table.tableArn), '/index/by-owner']] },
      Condition: leadingKeysAre('TENANT#${aws:PrincipalTag/tenantId}'),
    }]);
    expect(actionsOf(Template.fromStack(stack), 'IsolationTenantRole')).toContain('kms:Decrypt');
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

  test('with the tenant id as prefix can be read and listed', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    isolation.grantReadPrefix(bucket);

    expect(tenantRoleStatements()).toEqual(prefixStatements(bucket, 's3:GetObject'));
  });

  test('can be written and deleted with grantReadWritePrefix', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    isolation.grantReadWritePrefix(bucket);

    expect(tenantRoleStatements()).toEqual(prefixStatements(bucket, ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject']));
  });

  test('can have another prefix', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    isolation.grantReadPrefix(bucket, { prefix: 'uploads/{tenantId}/' });
    isolation.grantReadWritePrefix(bucket, { prefix: 'reports/{tenantId}/' });

    const arn = stack.resolve(bucket.bucketArn);
    expect(tenantRoleStatements().filter(({ Action }) => Action !== 's3:ListBucket').map(({ Resource }) => Resource)).toEqual([
      { 'Fn::Join': ['', [arn, '/uploads/${aws:PrincipalTag/tenantId}/*']] },
      { 'Fn::Join': ['', [arn, '/reports/${aws:PrincipalTag/tenantId}/*']] },
    ]);
    expect(tenantRoleStatements().flatMap(({ Condition }) => Condition ?? [])).toEqual([
      { StringLike: { 's3:prefix': ['uploads/${aws:PrincipalTag/tenantId}/*'] } },
      { StringLike: { 's3:prefix': ['reports/${aws:PrincipalTag/tenantId}/*'] } },
    ]);
  });

  test.each([
    ['uploads/{tenantId}', 'prefix must end with a slash, but was "uploads/{tenantId}".'],
    ['uploads/*/{tenantId}/', 'prefix must have only printable ASCII characters around {tenantId}'],
    ['uploads/', 'prefix must contain {tenantId} exactly once'],
    ['data/{tenantId}/', 'prefix must keep the keys of different ids apart, but a key of "data/{tenantId}/" could also be one of "{tenantId}/"'],
  ])('with the prefix %j are refused', (prefix, message) => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    isolation.grantReadPrefix(bucket);

    expect(() => isolation.grantReadPrefix(bucket, { prefix })).toThrow(`[Stack/Isolation] ${message}`);
  });

  test('that are encrypted can be read', () => {
    isolation.grantReadPrefix(new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS }));

    expect(actionsOf(Template.fromStack(stack), 'IsolationTenantRole')).toContain('kms:Decrypt');
  });
});

describe('a function', () => {
  test('that can assume a role has its ARN in the environment, and no other right', () => {
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

  test('can be granted the same role twice, but not the role of another isolation', () => {
    const handler = newFunction(stack, 'Handler');
    isolation.grantAssume(handler);
    isolation.grantAssume(handler);
    isolation.grantAssumeForUser(handler);

    expect(() => new TenantIsolation(stack, 'Other').grantAssume(handler)).toThrow('[Stack/Other] The function Stack/Handler must assume '
      + 'the role of only one TenantIsolation, but TENANCY_TENANT_ROLE_ARN in its environment is already set by Stack/Isolation.');
  });

  test('can assume roles of two isolations only if both name the same Regions of STS', () => {
    const [one, same, another] = [['eu-west-1'], ['eu-west-1'], []].map((stsRegions, index) => new TenantIsolation(stack, `Own${index}`, { stsRegions }));
    const handler = newFunction(stack, 'Handler');
    one.grantAssume(handler);
    same.grantAssumeForUser(handler);

    expect(() => another.grantAssumeForUser(handler)).toThrow('TENANCY_USER_ROLE_ARN in its environment is already set by Stack/Own1.');
    const onlyTenants = newFunction(stack, 'OnlyTenants');
    one.grantAssume(onlyTenants);
    expect(() => another.grantAssumeForUser(onlyTenants)).toThrow('TENANCY_STS_REGIONS in its environment is already set by Stack/Own0.');
  });

  test('that several constructs represent is treated as one function', () => {
    const [one, other] = ['One', 'Other'].map((id) => new lambda.SingletonFunction(stack, id, {
      uuid: 'shared', runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'),
    }));
    isolation.grantAssume(one);
    isolation.grantAssume(other);

    expect(() => new TenantIsolation(stack, 'OtherIsolation').grantAssume(other)).toThrow('must assume the role of only one TenantIsolation');
  });

  test('can be in another stack, and one of 50, without a change of the trust policy', () => {
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

describe('principals', () => {
  const ASSUME = ['sts:AssumeRole', 'sts:TagSession'];

  function newRole(id: string): iam.Role {
    return new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  }

  function trustOf(isolated: TenantIsolation) {
    return stack.resolve(isolated.tenantRole.assumeRolePolicy).Statement;
  }

  test.each<[string, () => iam.IGrantable, string]>([
    ['an ECS task role', () => new ecs.FargateTaskDefinition(stack, 'Task').taskRole, 'TaskTaskRole'],
    ['a CodeBuild project', () => new codebuild.Project(stack, 'Build', { buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }) }), 'BuildRole'],
    ['a plain role', () => newRole('Plain'), 'Plain'],
    ['an imported role', () => iam.Role.fromRoleName(stack, 'Imported', 'worker'), 'Imported'],
    ['a user', () => new iam.User(stack, 'Person'), 'Person'],
    ['a function', () => newFunction(stack, 'Handler'), 'HandlerServiceRole'],
    ['an alias', () => newFunction(stack, 'Handler').addAlias('live'), 'HandlerServiceRole'],
    ['a version', () => newFunction(stack, 'Handler').currentVersion, 'HandlerServiceRole'],
    ['an imported function with its role', () => lambda.Function.fromFunctionAttributes(stack, 'ImportedFunction', {
      functionArn: 'arn:aws:lambda:eu-north-1:123456789012:function:x', role: iam.Role.fromRoleName(stack, 'Imported', 'worker'),
    }), 'Imported'],
  ])('%s can assume the roles and set the one tag, by its own policy', (_, grantee, policyOf) => {
    const trust = trustOf(isolation);
    const principal = grantee();
    const grants = [isolation.grantAssume(principal), isolation.grantAssumeForUser(principal)];

    expect(grants.map(({ success }) => success)).toEqual([true, true]);
    const statements = statementsOf(Template.fromStack(stack), policyOf).filter(({ Action }) => Action.includes('sts:AssumeRole'));
    expect(statements).toEqual([isolation.tenantRole, isolation.userRole].map(({ roleArn }) => ({ Effect: 'Allow', Action: ASSUME, Resource: stack.resolve(roleArn) })));
    expect(trustOf(isolation)).toEqual(trust);
  });

  test.each<[string, (handler: lambda.Function) => iam.IGrantable]>([
    ['an alias', (handler) => handler.addAlias('live')],
    ['an alias of a separate version', (handler) => new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: new lambda.Version(stack, 'V', { lambda: handler }) })],
    ['a version', (handler) => handler.currentVersion],
  ])('that are %s set the environment of the function', (_, granteeOf) => {
    const grantee = granteeOf(newFunction(stack, 'Handler'));
    isolation.grantAssume(grantee);
    isolation.grantAssumeForUser(grantee);

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: stack.resolve(isolation.environment) } });
  });

  test('without an environment in this app can use the environment of the isolation', () => {
    expect(stack.resolve(isolation.environment)).toEqual(stack.resolve({
      TENANCY_TENANT_ROLE_ARN: isolation.tenantRole.roleArn, TENANCY_USER_ROLE_ARN: isolation.userRole.roleArn,
    }));
  });

  test.each<[string, () => iam.IGrantable]>([
    ['an ARN', () => new iam.ArnPrincipal('arn:aws:iam::123456789012:role/worker')],
    ['an imported role with addGrantsToResources', () => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::123456789012:role/worker', {
      mutable: false, addGrantsToResources: true,
    })],
  ])('without a policy in this app are named in the trust policy, with the one tag: %s', (_, grantee) => {
    const [byAccount] = trustOf(isolation);
    const grant = isolation.grantAssume(grantee());

    expect(grant.success).toBe(true);
    expect(trustOf(isolation)).toEqual([byAccount, { ...byAccount, Principal: { AWS: 'arn:aws:iam::123456789012:role/worker' } }]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test.each<[string, () => iam.IGrantable]>([
    ['a service', () => new iam.ServicePrincipal('ecs-tasks.amazonaws.com')],
    ['all principals', () => new iam.AnyPrincipal()],
    ['all principals, as a star', () => new iam.StarPrincipal()],
    ['an organization', () => new iam.OrganizationPrincipal('o-1234567890')],
    ['the whole account', () => new iam.AccountRootPrincipal()],
    ['the whole account, by its id', () => ({ grantPrincipal: new iam.ArnPrincipal('123456789012') })],
    ['all roles', () => new iam.ArnPrincipal('arn:aws:iam::123456789012:role/*')],
    ['an identity provider', () => new iam.FederatedPrincipal('cognito-identity.amazonaws.com')],
    ['a role and a service', () => new iam.CompositePrincipal(new iam.ArnPrincipal('arn:aws:iam::123456789012:role/worker'), new iam.ServicePrincipal('ecs.amazonaws.com'))],
  ])('that do not stand for one program are refused: %s', (_, grantee) => {
    const trust = trustOf(isolation);

    expect(() => isolation.grantAssume(grantee())).toThrow('[Stack/Isolation] The principal must be a function, a role or a user, but was {');
    expect(() => isolation.grantAssumeForUser(grantee())).toThrow('Pass the role that the code runs with, such as the task role of an ECS task.');
    expect(trustOf(isolation)).toEqual(trust);
  });

  test('are refused if they were imported without their role', () => {
    const imported = lambda.Function.fromFunctionName(stack, 'Imported', 'x');

    expect(() => isolation.grantAssume(imported)).toThrow('[Stack/Isolation] The principal must be one that a policy can name, but was not: ');
  });

  test.each<[string, (scope: Stack) => iam.IGrantable]>([
    ['a role', (scope) => new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), roleName: 'worker' })],
    ['a function', (scope) => newFunction(scope, 'Handler')],
    ['an imported role', (scope) => iam.Role.fromRoleArn(scope, 'Role', 'arn:aws:iam::222222222222:role/worker')],
    ['an ARN', () => new iam.ArnPrincipal('arn:aws:iam::222222222222:role/worker')],
    ['an account', () => new iam.AccountPrincipal('222222222222')],
    ['one of several ARNs', () => new iam.CompositePrincipal(
      new iam.ArnPrincipal('arn:aws:iam::111111111111:role/worker'), new iam.ArnPrincipal('arn:aws:iam::222222222222:role/worker'),
    )],
  ])('of another account are refused: %s', (_, granteeOf) => {
    const app = newApp();
    const own = new TenantIsolation(new Stack(app, 'Own', { env: { account: '111111111111', region: 'eu-north-1' } }), 'Isolation');
    const grantee = granteeOf(new Stack(app, 'Other', { env: { account: '222222222222', region: 'eu-north-1' } }));

    expect(() => own.grantAssume(grantee)).toThrow('[Own/Isolation] The principal must be in the account of the role, 111111111111, but was in 222222222222. '
      + 'Create a role in 111111111111 that it can assume, and pass that role.');
  });

  test('that are a function with an immutable role also get the environment', () => {
    const role = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::123456789012:role/worker', { mutable: false, addGrantsToResources: true });
    isolation.grantAssume(new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'), role }));

    expect(trustOf(isolation)).toHaveLength(2);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TENANCY_TENANT_ROLE_ARN: stack.resolve(isolation.tenantRole.roleArn) } },
    });
  });

  test('in another stack depend on the stack of the roles, but not the other way round', () => {
    const app = newApp();
    const main = new Stack(app, 'Main');
    const shared = new TenantIsolation(main, 'Isolation');
    const team = new Stack(app, 'Team');
    const task = new ecs.FargateTaskDefinition(team, 'Task');
    task.addContainer('Worker', { image: ecs.ContainerImage.fromRegistry('worker'), environment: shared.environment });
    shared.grantAssume(task.taskRole);

    app.synth();
    expect(team.dependencies).toEqual([main]);
    expect(main.dependencies).toEqual([]);
  });
});
