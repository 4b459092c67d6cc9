import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  actionsOf, APPLICATION_NAME, leadingKeysAre, newApp, newParts, newStack, newUserPool, OBSERVABILITY_ACTIONS, rightsByRole, shared, statementsOf,
} from './support';
import {
  Freshness, type ITenantTables, Tenancy, type TenancyProps, TenantAdminApi, TenantApi, TenantAuditLog, type TenantAuditLogProps, TenantAuthorizer,
  TenantIsolation, TenantTables,
} from '../../src';

const CORS = ['https://app.example.com'];

function newAuditLog(changes: (scope: Construct) => Partial<TenantAuditLogProps> = () => ({}), ownTables?: (scope: Construct) => ITenantTables) {
  const stack = newStack();
  const { tables: defaultTables, eventBus } = newParts(stack);
  const tables = ownTables?.(stack) ?? defaultTables;
  const userPool = newUserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')], tables });
  const api = new TenantApi(stack, 'Api', { tables, authorizer, corsAllowOrigins: CORS });
  const auditLog = new TenantAuditLog(stack, 'AuditLog', { applicationName: APPLICATION_NAME, api, eventBus, ...changes(stack) });
  return { stack, tables, api, auditLog };
}

const defaults = shared(() => {
  const parts = newAuditLog();
  const adminApi = new TenantAdminApi(parts.stack, 'AdminApi', { tables: parts.tables, corsAllowOrigins: ['https://admin.example.com'] });
  adminApi.addAuditLog(parts.auditLog);
  return { ...parts, adminApi, template: Template.fromStack(parts.stack) };
});

const tenancyWith = shared((props: Partial<TenancyProps> = {}) => {
  const stack = newStack();
  const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props });
  tenancy.addStackOutputs();
  return { stack, tenancy, template: Template.fromStack(stack) };
});

function newInvitations(scope: Construct, stream?: dynamodb.StreamViewType): dynamodb.Table {
  return new dynamodb.Table(scope, 'Invitations', {
    partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'invitationid', type: dynamodb.AttributeType.STRING },
    stream,
  });
}

const AUDIT_TABLE = { KeySchema: [{ AttributeName: 'tenantid', KeyType: 'HASH' }, { AttributeName: 'recordid', KeyType: 'RANGE' }] };

const routesOf = (api: TenantApi | TenantAdminApi) => api.restApi.methods
  .map(({ httpMethod, resource }) => `${httpMethod} ${resource.path}`).filter((route) => route.endsWith('/audit') && !route.startsWith('OPTIONS')).sort();

const grantee = (scope: Construct) => new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() });

/** The statements of all roles about a table, by role. */
function rightsOn(template: Template, tableId: RegExp) {
  return Object.entries(rightsByRole(template)).flatMap(([role, statements]) => statements
    .filter(({ Action, Resource }) => [Action].flat().some((action) => action.startsWith('dynamodb:')) && tableId.test(JSON.stringify(Resource)))
    .map(({ Action, Condition }) => ({ role: role.replace(/[0-9A-F]{8}$/, ''), actions: [Action].flat(), condition: Condition })));
}

describe('the table', () => {
  test('has a tenant in each partition, newest records at its end, and deletes expired records', () => {
    defaults().template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        ...AUDIT_TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiresat', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      },
    });
  });

  test('can be deleted with the stack, and encrypted with a key that the writer and the tenant role can use', () => {
    const { stack } = newAuditLog((scope) => ({ removalPolicy: RemovalPolicy.DESTROY, encryptionKey: new kms.Key(scope, 'Key') }));
    const template = Template.fromStack(stack);

    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: {
        ...AUDIT_TABLE, DeletionProtectionEnabled: false, SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
      },
    });
    const onKey = (role: string) => statementsOf(template, role).flatMap(({ Action }) => Action).filter((action) => action.startsWith('kms:'));
    expect(onKey('AuditLogWriteHandlerRole')).toContain('kms:Decrypt');
    expect(onKey('AuditLogTenantRole')).toEqual(['kms:Decrypt']);
    expect(onKey('AuditLogReadHandlerRole')).toEqual([]);
  });

  test('can be kept without protection against deletion', () => {
    const { stack } = newAuditLog(() => ({ deletionProtection: false }));

    Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain', Properties: { ...AUDIT_TABLE, DeletionProtectionEnabled: false },
    });
  });
});

describe('the retention', () => {
  const retentionOf = (retention?: Duration) => {
    const { stack, auditLog } = newAuditLog(() => ({ retention }));
    return stack.resolve((auditLog.writeHandler.node.defaultChild as any).environment).variables.TENANCY_AUDIT_RETENTION_DAYS;
  };

  test.each([
    ['365 days by default', undefined, '365'],
    ['a day at least', Duration.days(1), '1'],
    ['ten years at most', Duration.days(3650), '3650'],
    ['whole days in other units', Duration.hours(48), '2'],
  ])('is %s', (_, retention, days) => {
    expect(retentionOf(retention)).toBe(days);
  });

  test.each([
    ['0 days', Duration.days(0), '0 days'],
    ['a part of a day', Duration.hours(36), '1 day 12 hours'],
    ['more than ten years', Duration.days(3651), '3651 days'],
  ])('cannot be %s', (_, retention, text) => {
    expect(() => retentionOf(retention))
      .toThrow(`[Stack/AuditLog] retention must be whole days from 1 day to 3,650 days, but was ${text}. Choose a time in this range.`);
  });
});

describe('the streams', () => {
  const streamOf = (table: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${table}`), 'StreamArn'] });

  test.each(['TablesTenants', 'TablesUsers'])('of %s are read from their beginning, and resumed at the first failure', (table) => {
    defaults().template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: streamOf(table),
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 12 * 60 * 60,
      MaximumRetryAttempts: Match.absent(),
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AuditLogFailedChanges'), 'Arn'] } } },
    });
  });

  test('are two, or three with invitations', () => {
    defaults().template.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
    const { stack } = newAuditLog((scope) => ({ invitationsTable: newInvitations(scope, dynamodb.StreamViewType.NEW_AND_OLD_IMAGES) }));
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::EventSourceMapping', 3);
  });

  test('must exist, and have both images', () => {
    const imported = (scope: Construct, name: string) => dynamodb.Table.fromTableAttributes(scope, `Imported${name}`, { tableName: name });
    expect(() => newAuditLog(undefined, (scope) =>
      TenantTables.fromTables(scope, 'Imported', { tenants: imported(scope, 'Tenants'), users: imported(scope, 'Users') }))).toThrow(
      '[Stack/AuditLog] The tenants table Stack/ImportedTenants must have a change stream, but has none, or its ARN is unknown. '
      + 'Set the stream of the table to StreamViewType.NEW_AND_OLD_IMAGES; for an imported table, pass tableStreamArn to Table.fromTableAttributes. '
      + 'Or turn change events and the audit log off.');
    expect(() => newAuditLog((scope) => ({ invitationsTable: newInvitations(scope, dynamodb.StreamViewType.NEW_IMAGE) })))
      .toThrow('[Stack/AuditLog] The invitations table Stack/Invitations must have a stream of NEW_AND_OLD_IMAGES, but its stream is of NEW_IMAGE.');
  });
});

describe('rights', () => {
  test('on the records are those to put them, of one function, and those to query them, of sessions of one tenant', () => {
    const rights = rightsOn(tenancyWith().template, /TenancyAuditLogTable/);

    const ofTenant = leadingKeysAre('${aws:PrincipalTag/tenantId}');
    expect(rights.map(({ role, actions }) => [role, actions]).sort()).toEqual([
      ['TenancyAuditLogTenantRole', ['dynamodb:Query']],
      ['TenancyAuditLogWriteHandlerRole', ['dynamodb:PutItem']],
      ['TenancyLifecycleExportsReadRole', ['dynamodb:Query']],
    ]);
    for (const { actions, condition } of rights.filter(({ role }) => role !== 'TenancyAuditLogWriteHandlerRole')) {
      expect({ actions, condition }).toEqual({ actions: ['dynamodb:Query'], condition: ofTenant });
    }
  });

  test('of the writer are to put records, read streams, look removals up, give users keys, publish, and store failed changes', () => {
    const stream = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
    expect(actionsOf(defaults().template, 'AuditLogWriteHandlerRole')).toEqual([
      'dynamodb:BatchGetItem', 'dynamodb:BatchGetItem', ...[...stream, ...stream, 'dynamodb:ListStreams', 'dynamodb:PutItem', 'dynamodb:UpdateItem'].sort(),
      'events:PutEvents',
      ...OBSERVABILITY_ACTIONS.slice(0, 2), 's3:ListBucket', 's3:PutObject', ...OBSERVABILITY_ACTIONS.slice(2),
    ]);
  });

  test('of the writer to read rows are limited to the attributes that say who has removed a member', () => {
    const readAttributes = statementsOf(defaults().template, 'AuditLogWriteHandlerRole')
      .filter(({ Action }) => Action === 'dynamodb:BatchGetItem').map(({ Condition }) => Condition['ForAllValues:StringEquals']['dynamodb:Attributes']);

    expect(readAttributes).toEqual([
      ['tenantid', 'status', 'deletionstartedat'], ['tenantid', 'userid', 'change', 'actortype', 'actorid', 'at', 'joinedat'],
    ]);
  });

  test('of the writer on users are to give them keys, in their own records, without reading anything', () => {
    const [{ Resource, Condition }] = statementsOf(defaults().template, 'AuditLogWriteHandlerRole').filter(({ Action }) => Action === 'dynamodb:UpdateItem');

    expect(Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^TablesUsers/), 'Arn'] });
    expect(Condition).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenantid', 'userid', 'sealingkey', 'openingkey', 'erasedat'] },
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['@*'] },
      'Null': { 'dynamodb:Attributes': 'false', 'dynamodb:LeadingKeys': 'false' },
      'StringEqualsIfExists': { 'dynamodb:ReturnValues': 'NONE' },
    });
  });

  test('of the reader are to assume the role of one tenant, and to read two attributes of the records of users', () => {
    const { template } = defaults();
    expect(actionsOf(template, 'AuditLogReadHandlerRole'))
      .toEqual([...OBSERVABILITY_ACTIONS, 'dynamodb:BatchGetItem', 'sts:AssumeRole', 'sts:TagSession'].sort());
    const [{ Resource, Condition }] = statementsOf(template, 'AuditLogReadHandlerRole').filter(({ Action }) => Action === 'dynamodb:BatchGetItem');
    expect(Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^TablesUsers/), 'Arn'] });
    expect(Condition).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenantid', 'userid', 'erasedat', 'openingkey'] },
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['@*'] },
      'StringEquals': { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      'Null': { 'dynamodb:Attributes': 'false', 'dynamodb:Select': 'false', 'dynamodb:LeadingKeys': 'false' },
    });
  });

  test('of the tenant role need a session with one tag, and a value in it', () => {
    defaults().template.hasResourceProperties('AWS::IAM::Role', {
      Description: 'Reads the audit log and members of the tenant in the session tag tenantId',
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({
          Condition: {
            'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenantId'] },
            'Null': { 'aws:TagKeys': 'false' },
            'StringLike': { 'aws:RequestTag/tenantId': '?*' },
          },
        })],
      },
    });
  });
});

describe('the client details', () => {
  const variablesOf = ({ stack, auditLog }: ReturnType<typeof newAuditLog>) =>
    stack.resolve((auditLog.writeHandler.node.defaultChild as any).environment).variables;
  const passesKeys = ({ stack, api }: ReturnType<typeof newAuditLog>) =>
    stack.resolve((api._authorizer.handler.node.defaultChild as any).environment).variables.TENANCY_CLIENT_DETAILS;
  const updates = ({ stack }: ReturnType<typeof newAuditLog>) => actionsOf(Template.fromStack(stack), 'AuditLogWriteHandlerRole').includes('dynamodb:UpdateItem');

  test('are recorded by default', () => {
    const log = newAuditLog();
    expect([variablesOf(log).TENANCY_AUDIT_CLIENT_DETAILS, updates(log), passesKeys(log)]).toEqual(['RECORDED', true, 'RECORDED']);
  });

  test('can be left out: no user gets keys then, and existing keys are not used', () => {
    const log = newAuditLog(() => ({ clientDetails: false }));
    expect([variablesOf(log).TENANCY_AUDIT_CLIENT_DETAILS, updates(log), passesKeys(log)]).toEqual(['LEFT_OUT', false, 'LEFT_OUT']);
  });

  test('are left out if the token alone decides, because the authorizer then passes no keys on', () => {
    const stack = newStack();
    const { auditLog } = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, freshness: Freshness.ofToken() });
    expect(variablesOf({ stack, auditLog: auditLog! } as ReturnType<typeof newAuditLog>).TENANCY_AUDIT_CLIENT_DETAILS).toBe('LEFT_OUT');
  });

  test('cannot be recorded without them', () => {
    expect(() => new Tenancy(newStack(), 'Tenancy', { applicationName: APPLICATION_NAME, freshness: Freshness.ofToken(), audit: { clientDetails: true } }))
      .toThrow('[Stack/Tenancy/AuditLog] clientDetails must be false or left out, because the authorizer of the API does not read the tables, but was true. '
        + 'Leave it out, or choose Freshness.within or Freshness.eachRequest.');
  });
});

describe('sign-ins', () => {
  const recorderOf = (audit?: TenancyProps['audit']) => {
    const { stack, tenancy, template } = tenancyWith({ audit });
    return {
      url: stack.resolve((tenancy.preTokenEnricher.handler.node.defaultChild as any).environment).variables.TENANCY_SIGN_IN_RECORDER_URL,
      invoked: statementsOf(template, 'TenancyPreTokenEnricherHandlerRole').filter(({ Action }) => Action === 'lambda:InvokeFunction')
        .map(({ Resource }) => JSON.stringify(Resource)).filter((resource) => resource.includes('WriteHandler')),
    };
  };

  test('are not recorded by default', () => {
    expect(recorderOf()).toEqual({ url: '', invoked: [] });
  });

  test('are handed to the writer by the function that Cognito calls', () => {
    const { url, invoked } = recorderOf({ signIns: true });

    expect(JSON.stringify(url)).toMatch(/"https:\/\/lambda\..*\/2015-03-31\/functions\/.*TenancyAuditLogWriteHandler.*\/invocations"/);
    expect(invoked).toEqual([expect.stringContaining('TenancyAuditLogWriteHandler')]);
  });
});

test('the audit log for sign-ins must be in the same Region', () => {
  const app = newApp();
  const [here, there] = ['eu-west-1', 'us-east-1'].map((region) => new Stack(app, region, { env: { region, account: '123456789012' } }));
  const { preTokenEnricher } = new Tenancy(here, 'Tenancy', { applicationName: APPLICATION_NAME });
  const { auditLog } = new Tenancy(there, 'Tenancy', { applicationName: APPLICATION_NAME });

  expect(() => preTokenEnricher.recordSignIns(auditLog!))
    .toThrow('auditLog must be in the account and Region of this construct, but us-east-1/Tenancy/AuditLog is not.');
});

describe('the bucket for failed changes', () => {
  test('is a new one with the key and the removal policy of the table', () => {
    const { stack } = newAuditLog((scope) => ({ encryptionKey: new kms.Key(scope, 'Key'), removalPolicy: RemovalPolicy.DESTROY }));

    Template.fromStack(stack).hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } },
    });
  });

  test('can be an existing bucket, and the key and the removal policy are then for the table alone', () => {
    const { stack, auditLog } = newAuditLog((scope) => ({
      failedChangesBucket: s3.Bucket.fromBucketName(scope, 'Theirs', 'their-bucket'), encryptionKey: new kms.Key(scope, 'Key'), removalPolicy: RemovalPolicy.DESTROY,
    }));
    const template = Template.fromStack(stack);

    expect(auditLog.failedChangesBucket.bucketName).toBe('their-bucket');
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete', Properties: AUDIT_TABLE });
  });

  test('is that of the change events in a tenancy with both', () => {
    const { tenancy } = tenancyWith();
    expect(tenancy.auditLog!.failedChangesBucket).toBe(tenancy.changeEvents!.failedChangesBucket);
    expect(tenancyWith({ changeEvents: { enabled: false } }).tenancy.auditLog!.failedChangesBucket.node.path).toBe('Stack/Tenancy/AuditLog/FailedChanges');
  });
});

describe('the routes', () => {
  test('are one for admins and auditors, and two in the admin API', () => {
    const { api, adminApi } = defaults();
    expect(routesOf(api)).toEqual(['GET /tenant/{tenantId}/audit']);
    expect(routesOf(adminApi)).toEqual(['GET /tenant/{tenantId}/audit', 'POST /tenant/{tenantId}/audit']);
    expect(api._features.audit).toBe(true);
  });

  test('respond to the web apps of the APIs that have them', () => {
    const { template } = defaults();
    const originsOf = (Description: string, TENANCY_CORS_ALLOW_ORIGINS: string) =>
      template.hasResourceProperties('AWS::Lambda::Function', { Description, Environment: { Variables: { TENANCY_CORS_ALLOW_ORIGINS } } });
    originsOf('Lists the audit log of a tenant', 'https://app.example.com,https://admin.example.com');
    originsOf('Writes the audit log of all tenants', 'https://admin.example.com');
  });

  test('are in the stack of the API only', () => {
    const { api, stack } = newAuditLog();
    const other = new Stack(stack.node.root, 'Other');
    expect(() => new TenantAuditLog(other, 'AuditLog', { applicationName: APPLICATION_NAME, api, eventBus: newParts(other).eventBus }))
      .toThrow('[Other/AuditLog] The API Stack/Api must be in the stack of this construct, but was in Stack.');
  });

  test.each([true, false])('can be called by operators, whether they are granted this first or later: %s', (isFirst) => {
    const { stack, tables, auditLog } = newAuditLog();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    if (isFirst) adminApi.grantOperate(grantee(stack));
    adminApi.addAuditLog(auditLog);
    if (!isFirst) adminApi.grantOperate(grantee(stack));

    const permissions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission'))
      .filter(({ Properties }) => /AuditLog(Read|Write)Handler/.test(JSON.stringify(Properties.FunctionName)) && JSON.stringify(Properties.SourceArn).includes('operators'));
    expect(permissions).toHaveLength(2);
  });

  test('are refused for an audit log with other tables', () => {
    const { auditLog } = newAuditLog();
    const other = new Stack(newApp(), 'Other');
    expect(() => new TenantAdminApi(other, 'AdminApi', { tables: new TenantTables(other, 'Tables') }).addAuditLog(auditLog))
      .toThrow('[Other/AdminApi] auditLog must have the tables of saga, ');
  });
});

describe('the grants', () => {
  /** The routes that a role can call. */
  const invoked = (template: Template, role: string) => statementsOf(template, role)
    .filter(({ Action, Effect }) => Action === 'execute-api:Invoke' && Effect === 'Allow')
    .flatMap(({ Resource }) => [Resource].flat() as Array<{ 'Fn::Join': [string, unknown[]] }>)
    .map((arn) => (arn['Fn::Join'][1].at(-1) as string).replace(/^\/(prod\/)?/, ''));

  test.each<[string, (adminApi: TenantAdminApi, principal: iam.IGrantable) => iam.Grant, string]>([
    ['grantReadAudit', (adminApi, principal) => adminApi.grantReadAudit(principal), 'GET/tenant/*/audit'],
    ['grantRecordAudit', (adminApi, principal) => adminApi.grantRecordAudit(principal), 'POST/tenant/*/audit'],
  ])('%s allows this route, and no other', (_, grant, route) => {
    const { stack, tables, auditLog } = newAuditLog();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    adminApi.addAuditLog(auditLog);
    grant(adminApi, grantee(stack));

    expect(invoked(Template.fromStack(stack), 'Role')).toEqual([route]);
  });

  test('grantRecordAuditPerTenant allows the tenant role to add records for the tenant in its session tag', () => {
    const { stack, tables, auditLog } = newAuditLog();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    adminApi.addAuditLog(auditLog);
    adminApi.grantRecordAuditPerTenant(new TenantIsolation(stack, 'Isolation'));

    expect(invoked(Template.fromStack(stack), 'IsolationTenantRole')).toEqual(['POST/tenant/${aws:PrincipalTag/tenantId}/audit']);
  });

  test('for services that read, or change tenants, do not include the audit log', () => {
    const { stack, tables, auditLog } = newAuditLog();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    adminApi.addAuditLog(auditLog);
    adminApi.grantInvoke(grantee(stack));
    adminApi.grantAdminister(grantee(new Stack(stack.node.root, 'Administrators')));

    const denied = statementsOf(Template.fromStack(stack), 'Role').filter(({ Effect }) => Effect === 'Deny').flatMap(({ Resource }) => Resource);
    expect(JSON.stringify(denied)).toContain('/GET/tenant/*/audit');
  });

  test('need an audit log, which can be added after them', () => {
    const { stack, tables, auditLog } = newAuditLog();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    adminApi.grantReadAudit(grantee(stack));
    adminApi.grantRecordAudit(grantee(new Stack(stack.node.root, 'Other')));
    adminApi.grantRecordAuditPerTenant(new TenantIsolation(stack, 'Isolation'));

    expect(adminApi.node.validate()).toEqual(['grantReadAudit', 'grantRecordAudit', 'grantRecordAuditPerTenant'].map((grant) =>
      `An audit log must be added for ${grant}, but the API has none. Call addAuditLog, leave audit.enabled of Tenancy out, or remove ${grant}.`));
    adminApi.addAuditLog(auditLog);
    expect(adminApi.node.validate()).toEqual([]);
  });
});

describe('a tenancy', () => {
  test('has an audit log with its key, its removal policy and its retention', () => {
    const stack = newStack();
    const tenancy = new Tenancy(stack, 'Tenancy', {
      applicationName: APPLICATION_NAME, audit: { retention: Duration.days(30) }, removalPolicy: RemovalPolicy.DESTROY, encryptionKey: new kms.Key(stack, 'Key'),
    });
    tenancy.addStackOutputs();
    const template = Template.fromStack(stack);

    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete', Properties: { ...AUDIT_TABLE, SSESpecification: Match.objectLike({ SSEType: 'KMS' }) },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TENANCY_AUDIT_RETENTION_DAYS: '30', POWERTOOLS_SERVICE_NAME: APPLICATION_NAME } },
    });
    template.hasOutput('AuditTableName', { Value: stack.resolve(tenancy.auditLog!.table.tableName) });
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 6);
  });

  test('can do without it', () => {
    const { tenancy, template } = tenancyWith({ audit: { enabled: false } });

    expect(tenancy.auditLog).toBeUndefined();
    expect([routesOf(tenancy.api), routesOf(tenancy.adminApi)]).toEqual([[], []]);
    expect(template.findOutputs('AuditTableName')).toEqual({});
    expect(Object.values(template.findResources('AWS::DynamoDB::Table', { Properties: AUDIT_TABLE }))).toEqual([]);
    expect(tenancy.api._features.audit).toBe(false);
  });

  test('refuses a switch that is not a boolean', () => {
    expect(() => new Tenancy(newStack(), 'Tenancy', { applicationName: APPLICATION_NAME, audit: { enabled: 'yes' as unknown as boolean } }))
      .toThrow('[Stack/Tenancy] audit.enabled must be true or false, but was "yes".');
  });
});

test('the delay is the age of the changes that the writer gets', () => {
  const { stack, auditLog } = defaults();
  expect(auditLog.metricDelay()).toMatchObject({ namespace: 'AWS/Lambda', metricName: 'IteratorAge', statistic: 'Maximum' });
  expect(stack.resolve(auditLog.metricDelay().dimensions)).toEqual({ FunctionName: { Ref: expect.stringMatching(/^AuditLogWriteHandler/) } });
});

test('refuses an invalid application name', () => {
  expect(() => newAuditLog(() => ({ applicationName: 'Shop' }))).toThrow('[Stack/AuditLog] applicationName must be');
});
