import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { APPLICATION_NAME, leadingKeysAre, newStack, OBSERVABILITY_ACTIONS, shared, statementsOf } from './support';
import { Tenancy, type TenancyProps } from '../../src';

const TENANT_ROWS = leadingKeysAre('${aws:PrincipalTag/tenantId}');

function newTenancy(props: Partial<TenancyProps> = {}, stack = newStack()) {
  return { stack, tenancy: new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props }) };
}

const newFunction = (stack: Stack, id = 'Search') => new lambda.Function(stack, id, {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'),
});
const newTable = (stack: Stack, id = 'Orders') => new dynamodb.Table(stack, id, { partitionKey: { name: 'PK', type: dynamodb.AttributeType.STRING } });

/** A tenancy with data of an app, for tests that only read it. */
const everything = shared(() => {
  const { stack, tenancy } = newTenancy({ removalPolicy: RemovalPolicy.DESTROY });
  const [orders, files, search] = [newTable(stack), new s3.Bucket(stack, 'Files'), newFunction(stack)];
  tenancy.lifecycle.ownsRows(orders, { keyFormat: 'TENANT#{tenantId}' });
  tenancy.lifecycle.ownsRows(newTable(stack, 'Invoices'), { retained: true });
  tenancy.lifecycle.ownsRows(newTable(stack, 'Caches'), { exported: false });
  tenancy.lifecycle.ownsPrefix(files, { prefix: 'files/{tenantId}/' });
  tenancy.lifecycle.addExporter('search-index', search);
  return { stack, tenancy, orders, files, search, template: Template.fromStack(stack) };
});

/** The rights of a role, without those for logs and traces. */
function rightsOf(role: string): unknown[] {
  return statementsOf(everything().template, role)
    .filter(({ Action }) => ![Action].flat().some((action) => OBSERVABILITY_ACTIONS.includes(action)))
    .map(({ Action, Resource, Condition }) => [Action, Resource, ...Condition ? [Condition] : []]);
}

const resolve = (value: unknown) => everything().stack.resolve(value);
const arn = ({ tableArn }: dynamodb.ITable) => resolve(tableArn);
const bucketOf = () => everything().tenancy.lifecycle.exportsBucket!;
const below = (bucketArn: unknown, text: string) => ({ 'Fn::Join': ['', [resolve(bucketArn), text]] });

test('the sources are the tenancy, declared data even if it is kept, and exporters, and no data that must not be exported', () => {
  const { DefinitionString } = everything().template.findResources('AWS::StepFunctions::StateMachine', {
    Properties: { DefinitionString: { 'Fn::Join': Match.arrayWith([Match.arrayWith([Match.stringLikeRegexp('Export a tenant')])]) } },
  })[everything().stack.getLogicalId(everything().tenancy.lifecycle.exportTenant!.node.defaultChild as never)].Properties;
  const definition = DefinitionString['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : '?')).join('');
  const { States } = JSON.parse(definition);
  expect(States['Write files'].Arguments.Payload.sources.map(({ name, kind, keyFormat, prefix }: Record<string, string>) => [name, kind, keyFormat ?? prefix])).toEqual([
    ['tenant', 'tenant', undefined], ['members', 'members', undefined], ['invitations', 'invitations', undefined], ['audit', 'audit', undefined],
    ['Orders', 'rows', 'TENANT#{tenantId}'],
    ['Invoices', 'rows', '{tenantId}'], ['Files', 'objects', 'files/{tenantId}/'], ['search-index', 'exporter', undefined],
  ]);
});

test('the session of the worker reads the rows of its tenant, lists its objects, and writes its exports', () => {
  const { tenancy: { tables: { tenants, users }, invitations, auditLog }, orders, files, stack } = everything();
  const invoices = stack.node.findChild('Invoices') as dynamodb.Table;
  expect(rightsOf('TenancyLifecycleExportsReadRole')).toEqual([
    ['dynamodb:GetItem', arn(tenants), TENANT_ROWS],
    ['dynamodb:Query', [arn(users), arn(invitations!.table), arn(auditLog!.table)], TENANT_ROWS],
    [['s3:GetObject', 's3:PutObject'], below(bucketOf().bucketArn, '/${aws:PrincipalTag/tenantId}/*')],
    ['s3:ListBucket', resolve(bucketOf().bucketArn), { StringLike: { 's3:prefix': ['${aws:PrincipalTag/tenantId}/*'] } }],
    ['dynamodb:Query', arn(orders), leadingKeysAre('TENANT#${aws:PrincipalTag/tenantId}')],
    ['dynamodb:DescribeTable', arn(orders)],
    ['dynamodb:Query', arn(invoices), TENANT_ROWS],
    ['dynamodb:DescribeTable', arn(invoices)],
    ['s3:ListBucket', resolve(files.bucketArn), { StringLike: { 's3:prefix': ['files/${aws:PrincipalTag/tenantId}/*'] } }],
  ]);
});

test('the session of the functions behind the APIs reads one tenant and its exports, and no data of the app', () => {
  const { tenants, users } = everything().tenancy.tables;
  expect(rightsOf('TenancyLifecycleExportsDownloadRole')).toEqual([
    ['dynamodb:GetItem', [arn(tenants), arn(users)], TENANT_ROWS],
    ['s3:GetObject', below(bucketOf().bucketArn, '/${aws:PrincipalTag/tenantId}/*')],
    ['s3:ListBucket', resolve(bucketOf().bucketArn), { StringLike: { 's3:prefix': ['${aws:PrincipalTag/tenantId}/*'] } }],
    ['s3:PutObject', below(bucketOf().bucketArn, '/${aws:PrincipalTag/tenantId}/*/state.json')],
  ]);
});

test('the functions themselves only assume a scoped role, start the state machine, or invoke the exporters', () => {
  const { tenancy: { lifecycle }, search } = everything();
  const assume = (id: string) => [['sts:AssumeRole', 'sts:TagSession'], resolve((lifecycle.node.findChild('Exports').node.findChild(id) as iam.Role).roleArn)];
  const start = ['states:StartExecution', resolve(lifecycle.exportTenant!.stateMachineArn)];
  expect(rightsOf('TenancyLifecycleExportsWorkerRole')).toEqual([assume('ReadRole'), ['lambda:InvokeFunction', resolve(search.functionArn)]]);
  expect(rightsOf('TenancyLifecycleExportsHandlerRole')).toEqual([assume('DownloadRole'), start]);
  expect(rightsOf('TenancyAdminApiExportHandlerRole')).toEqual([assume('DownloadRole'), start]);
});

test('the bucket is private, refuses requests without TLS, and deletes exports after seven days', () => {
  everything().template.hasResource('AWS::S3::Bucket', {
    Properties: {
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7, Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      VersioningConfiguration: Match.absent(),
    },
  });
  everything().template.hasResourceProperties('AWS::S3::BucketPolicy', {
    Bucket: resolve(bucketOf().bucketName),
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]) },
  });
});

test('the bucket can keep exports for another time, with a key of the app', () => {
  const stack = newStack();
  const encryptionKey = new kms.Key(stack, 'Key');
  newTenancy({ encryptionKey, lifecycle: { exports: { retention: Duration.days(30) } } }, stack);

  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30 })] },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: stack.resolve(encryptionKey.keyArn) } }] },
  });
});

test('a failed export reaches the dead-letter queue, from where POST /repairs can start it again', () => {
  const { tenancy: { lifecycle, adminApi }, template, stack } = everything();
  const machineArn = resolve(lifecycle.exportTenant!.stateMachineArn);
  expect(rightsOf('TenancyAdminApiRepairHandlerRole')).toContainEqual(['states:StartExecution', machineArn]);
  const repairId = stack.getLogicalId(adminApi.repairHandler!.node.defaultChild as lambda.CfnFunction);
  expect(template.findResources('AWS::Lambda::Function')[repairId].Properties.Environment.Variables.TENANCY_EXPORT_TENANT_ARN).toEqual(machineArn);
});

test('several sources of one name get different file names', () => {
  const { stack, tenancy } = newTenancy();
  const table = newTable(stack, 'members');
  tenancy.lifecycle.ownsRows(table, { keyFormat: 'A#{tenantId}' });
  tenancy.lifecycle.ownsRows(table, { keyFormat: 'B#{tenantId}' });
  tenancy.lifecycle.ownsRows(newTable(stack, 'Data of the app'));

  const definition = JSON.stringify(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
  for (const name of ['members-2', 'members-3', 'Data-of-the-app']) expect(definition).toContain(`\\\\\\"name\\\\\\":\\\\\\"${name}\\\\\\"`.replaceAll('\\\\\\', '\\'));
});

test('without selfService, only operators and services can export', () => {
  const { stack, tenancy } = newTenancy({ lifecycle: { selfService: false } });

  expect(tenancy.lifecycle.exportHandler).toBeUndefined();
  expect(tenancy.api._features.exports).toBe(false);
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Function')).filter((id) => id.includes('Export'))).toEqual([
    expect.stringContaining('AdminApiExportHandler'), expect.stringContaining('ExportsWorker'),
  ]);
});

test('without exports there is no bucket, no machine and no route', () => {
  const { stack, tenancy } = newTenancy({ lifecycle: { exports: { enabled: false } } });

  const { exportsBucket, exportTenant, exportWorker, exportHandler } = tenancy.lifecycle;
  expect([exportsBucket, exportTenant, exportWorker, exportHandler]).toEqual([undefined, undefined, undefined, undefined]);
  const ids = Object.keys(Template.fromStack(stack).toJSON().Resources).filter((id) => /exports/i.test(id));
  expect(ids).toEqual([]);
});

describe('wrong use is refused:', () => {
  test.each([
    ['no time', Duration.days(0)], ['less than two days', Duration.days(1)], ['half a day more', Duration.hours(60)], ['more than a year', Duration.days(366)],
  ])('a retention of %s', (_, retention) => {
    expect(() => newTenancy({ lifecycle: { exports: { retention } } }))
      .toThrow('[Stack/Tenancy/Lifecycle] exports.retention must be whole days from 2 to 365, but was ');
  });

  test.each<[string, unknown, string]>([
    ['an empty name', '', 'name must be 1 to 64 letters, digits, hyphens or underscores, but was "". Use a name such as "orders".'],
    ['a name with a slash', 'a/b', 'name must be 1 to 64 letters, digits, hyphens or underscores, but was "a/b".'],
    ['the name of another source', 'members', 'name must be unique in an export, but "members" is the name of another source. Choose another one.'],
    ['a missing name', undefined, 'name must be 1 to 64 letters, digits, hyphens or underscores, but was undefined.'],
  ])('an exporter with %s', (_, name, message) => {
    const { stack, tenancy } = newTenancy();
    expect(() => tenancy.lifecycle.addExporter(name as string, newFunction(stack))).toThrow(`[Stack/Tenancy/Lifecycle] ${message}`);
  });

  test.each<[string, Partial<TenancyProps>, number]>([
    ['without exports', { lifecycle: { exports: { enabled: false } } }, 1], ['without a lifecycle', { lifecycle: { enabled: false } }, 1], ['with exports, which is right', {}, 0],
  ])('grantExport %s', (_, props, faults) => {
    const { stack, tenancy } = newTenancy(props);
    tenancy.adminApi.grantExport(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(tenancy.adminApi.node.validate().filter((fault) => fault.startsWith('Exports must be added for grantExport, but the API has none.'))).toHaveLength(faults);
  });

  test('an exporter without exports', () => {
    const { stack, tenancy } = newTenancy({ lifecycle: { exports: { enabled: false } } });
    expect(() => tenancy.lifecycle.addExporter('orders', newFunction(stack)))
      .toThrow('[Stack/Tenancy/Lifecycle] exports must be switched on for addExporter, but exports.enabled was false. Leave enabled out, or remove the call.');
  });
});
