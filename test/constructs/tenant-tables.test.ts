import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { newStack } from './support';
import { TenantTables } from '../../src';

const STRING = dynamodb.AttributeType.STRING;

const STATUS_INDEX = {
  indexName: 'status-index', partitionKey: { name: 'statusshard', type: STRING }, sortKey: { name: 'createdat', type: STRING },
};
const USER_INDEX = {
  indexName: 'user-index', partitionKey: { name: 'userid', type: STRING }, sortKey: { name: 'tenantid', type: STRING },
};
const EMAIL_INDEX = {
  indexName: 'email-index', partitionKey: { name: 'emailkey', type: STRING }, sortKey: { name: 'tenantid', type: STRING },
};

function newTables(stack = newStack()) {
  const tenants = new dynamodb.Table(stack, 'MyTenants', { partitionKey: { name: 'tenantid', type: STRING } });
  tenants.addGlobalSecondaryIndex(STATUS_INDEX);
  return {
    tenants,
    users: new dynamodb.Table(stack, 'MyUsers', {
      partitionKey: { name: 'tenantid', type: STRING }, sortKey: { name: 'userid', type: STRING },
    }),
    stack,
  };
}

test('creates a tenants table with an index by status, and a users table with indexes by user and by email', () => {
  const stack = newStack();
  new TenantTables(stack, 'Tables');

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::DynamoDB::Table', 2);
  template.hasResourceProperties('AWS::DynamoDB::Table', {
    KeySchema: [{ AttributeName: 'tenantid', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [{
      IndexName: 'status-index',
      KeySchema: [{ AttributeName: 'statusshard', KeyType: 'HASH' }, { AttributeName: 'createdat', KeyType: 'RANGE' }],
      Projection: {
        ProjectionType: 'INCLUDE',
        NonKeyAttributes: ['name', 'status', 'ownerid', 'version', 'updatedat', 'members', 'deleteat', 'plan', 'slug'],
      },
    }],
  });
  template.hasResourceProperties('AWS::DynamoDB::Table', {
    KeySchema: [{ AttributeName: 'tenantid', KeyType: 'HASH' }, { AttributeName: 'userid', KeyType: 'RANGE' }],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [{
      IndexName: 'user-index',
      KeySchema: [{ AttributeName: 'userid', KeyType: 'HASH' }, { AttributeName: 'tenantid', KeyType: 'RANGE' }],
      Projection: { ProjectionType: 'ALL' },
    }, {
      IndexName: 'email-index',
      KeySchema: [{ AttributeName: 'emailkey', KeyType: 'HASH' }, { AttributeName: 'tenantid', KeyType: 'RANGE' }],
      Projection: { ProjectionType: 'ALL' },
    }],
  });
});

test('records the changes of both tables, with the items before and after', () => {
  const stack = newStack();
  new TenantTables(stack, 'Tables');

  Template.fromStack(stack).allResourcesProperties('AWS::DynamoDB::Table', { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } });
});

test('keeps, protects and backs up both tables', () => {
  const stack = newStack();
  new TenantTables(stack, 'Tables');

  Template.fromStack(stack).allResources('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  });
});

test('can delete the tables with the stack', () => {
  const stack = newStack();
  new TenantTables(stack, 'Tables', { removalPolicy: RemovalPolicy.DESTROY });

  Template.fromStack(stack).allResources('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Delete',
    Properties: { DeletionProtectionEnabled: false },
  });
});

test('encrypts both tables with the given key', () => {
  const stack = newStack();
  new TenantTables(stack, 'Tables', { encryptionKey: new kms.Key(stack, 'Key') });

  Template.fromStack(stack).allResourcesProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS' } });
});

test('can use existing tables', () => {
  const { stack, tenants, users } = newTables();
  users.addGlobalSecondaryIndex(USER_INDEX);
  users.addGlobalSecondaryIndex(EMAIL_INDEX);

  const tables = TenantTables.fromTables(stack, 'Tables', { tenants, users });

  expect(tables.tenants).toBe(tenants);
  expect(tables.users).toBe(users);
});

test('accepts imported tables without a check', () => {
  const stack = newStack();
  const table = dynamodb.Table.fromTableName(stack, 'Imported', 'existing');

  expect(TenantTables.fromTables(stack, 'Tables', { tenants: table, users: table }).users.tableName).toBe('existing');
});

test('refuses a tenants table without the index', () => {
  const { stack, users } = newTables();
  const tenants = new dynamodb.Table(stack, 'Plain', { partitionKey: { name: 'tenantid', type: STRING } });

  expect(() => TenantTables.fromTables(stack, 'Tables', { tenants, users }))
    .toThrow('[Stack/Tables] The index status-index of the tenants table Stack/Plain does not exist. Add it as a global secondary index with partition key statusshard and sort key createdat '
      + 'that projects the attributes name, status,');
});

test('refuses a users table without the index by user', () => {
  const { stack, tenants, users } = newTables();

  expect(() => TenantTables.fromTables(stack, 'Tables', { tenants, users }))
    .toThrow('[Stack/Tables] The index user-index of the users table Stack/MyUsers does not exist. Add it as a global secondary index with partition key userid and sort key tenantid that projects all attributes');
});

test('refuses a users table without the index by email', () => {
  const { stack, tenants, users } = newTables();
  users.addGlobalSecondaryIndex(USER_INDEX);

  expect(() => TenantTables.fromTables(stack, 'Tables', { tenants, users }))
    .toThrow('[Stack/Tables] The index email-index of the users table Stack/MyUsers does not exist. Add it as a global secondary index with partition key emailkey and sort key tenantid');
});

test('refuses an index with other keys', () => {
  const { stack, tenants, users } = newTables();
  users.addGlobalSecondaryIndex({ indexName: 'user-index', partitionKey: { name: 'email', type: STRING } });

  expect(() => TenantTables.fromTables(stack, 'Tables', { tenants, users }))
    .toThrow('must have the keys userid (S), tenantid (S), but has email (S)');
});

test('refuses an index that does not project all attributes', () => {
  const { stack, tenants, users } = newTables();
  users.addGlobalSecondaryIndex({
    indexName: 'user-index',
    partitionKey: { name: 'userid', type: STRING },
    sortKey: { name: 'tenantid', type: STRING },
    projectionType: dynamodb.ProjectionType.KEYS_ONLY,
  });

  expect(() => TenantTables.fromTables(stack, 'Tables', { tenants, users }))
    .toThrow('must project all attributes, but its projection type was KEYS_ONLY');
});

test('refuses an index by status without the attributes of lists, and accepts one with more attributes', () => {
  const withProjection = (nonKeyAttributes: string[]) => {
    const { stack, users } = newTables();
    const tenants = new dynamodb.Table(stack, 'Projecting', { partitionKey: { name: 'tenantid', type: STRING } });
    tenants.addGlobalSecondaryIndex({ ...STATUS_INDEX, projectionType: dynamodb.ProjectionType.INCLUDE, nonKeyAttributes });
    users.addGlobalSecondaryIndex(USER_INDEX);
    users.addGlobalSecondaryIndex(EMAIL_INDEX);
    return TenantTables.fromTables(stack, 'Tables', { tenants, users });
  };
  const needed = ['name', 'status', 'ownerid', 'version', 'updatedat', 'members', 'deleteat', 'plan', 'slug'];

  expect(() => withProjection(needed.filter((name) => name !== 'version' && name !== 'plan')))
    .toThrow(`[Stack/Tables] The index status-index of the tenants table Stack/Projecting must project ${needed.join(', ')}, but did not project version, plan. `
      + 'Create a new index that projects them.');
  expect(() => withProjection([...needed, 'region'])).not.toThrow();
});

test('checks global tables too', () => {
  const stack = newStack();
  const tenants = new dynamodb.TableV2(stack, 'Tenants', { partitionKey: { name: 'tenantid', type: STRING }, globalSecondaryIndexes: [STATUS_INDEX] });
  const users = new dynamodb.TableV2(stack, 'Users', {
    partitionKey: { name: 'tenantid', type: STRING }, sortKey: { name: 'userid', type: STRING },
  });

  expect(() => TenantTables.fromTables(stack, 'Tables', { tenants, users })).toThrow('The index user-index of the users table Stack/Users does not exist');
});

test('refuses a table with other keys', () => {
  const { stack, users } = newTables();
  const tenants = new dynamodb.Table(stack, 'Wrong', { partitionKey: { name: 'id', type: dynamodb.AttributeType.NUMBER } });

  expect(() => TenantTables.fromTables(stack, 'Tables', { tenants, users }))
    .toThrow('[Stack/Tables] The tenants table Stack/Wrong must have the keys tenantid (S), but has id (N)');
});
