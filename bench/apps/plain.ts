/** The resources of the example with plain CDK constructs and fixed settings. */
import * as path from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  ADMIN_API_ROUTE, AUDIT_ADMINISTRATION_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, OWNER_ROUTE, SUSPENSION_ROUTE, SWEEP_ROUTE,
  SESSIONS_ADMINISTRATION_ROUTE, TENANT_ADMINISTRATION_ROUTE, USER_ERASURE_ROUTE,
} from '../../src/contract/admin-routes';
import {
  ACCOUNT_ROUTE, ADDITIONAL_TENANTS_ROUTE, AUDIT_ROUTE, CLOSURE_ROUTE, EXPORT_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route,
  SESSIONS_ROUTE, TENANT_API_ROUTE,
} from '../../src/contract/routes';

const REPOSITORY = path.join(__dirname, '..', '..');
const RUNTIME = path.join(REPOSITORY, 'assets', 'runtime');
const DASHBOARD = path.join(REPOSITORY, 'assets', 'dashboard');
const EXAMPLE_FUNCTIONS = path.join(REPOSITORY, 'examples', 'typescript', 'functions');
const GATEWAY_RESPONSES = 19;
const SCOPED_ROLES = 9;

const app = new App();
const stack = new Stack(app, 'Plain');

const tenantid = { name: 'tenantid', type: dynamodb.AttributeType.STRING };
const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });
const tenants = addTable('Tenants', { partitionKey: tenantid }, [text('status')]);
const users = addTable('Users', { partitionKey: tenantid, sortKey: text('userid') }, [text('userid'), text('emailkey')]);
const invitations = addTable('Invitations', { partitionKey: tenantid, sortKey: text('invitationid') }, []);
const audit = addTable('Audit', { partitionKey: tenantid, sortKey: text('recordid') }, []);
const devices = addTable('Devices', { partitionKey: tenantid, sortKey: text('deviceid') }, [tenantid]);

const [
  adminApi, authorizer, preToken, repair, signUp, tenantApi, administration, creation, invitationsApi, invited, changeEvents, memberProfiles, lookup,
  closure, sweep, erasure, formerMembers, userErasure, exports, exportAdministration, exportWorker, sessions, auditReader, auditWriter,
] = [
  'admin-api', 'authorizer', 'pre-token', 'saga-repair', 'sign-up', 'tenant-api', 'tenant-administration', 'additional-tenants', 'invitations', 'invited',
  'change-events', 'member-profiles', 'tenant-lookup', 'tenant-closure', 'deletion-sweep', 'tenant-erasure', 'former-members', 'user-erasure',
  'tenant-exports', 'export-administration', 'export-worker', 'user-sessions', 'audit-reader', 'audit-writer',
].map(addFunction);
const [listDevices, addDevice] = ['list-devices.ts', 'add-device.ts'].map((file) => new nodejs.NodejsFunction(stack, file.replace('.ts', ''), {
  entry: path.join(EXAMPLE_FUNCTIONS, file),
  runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS),
  tracing: lambda.Tracing.ACTIVE,
  bundling: { minify: true, externalModules: [] },
}));
const readDevice = new lambda.Function(stack, 'ReadDevice', {
  code: lambda.Code.fromAsset(path.join(EXAMPLE_FUNCTIONS, 'read-device')),
  handler: 'handler.handler',
  runtime: new lambda.Runtime('python3.15', lambda.RuntimeFamily.PYTHON),
  tracing: lambda.Tracing.ACTIVE,
});
[listDevices, addDevice, readDevice].forEach((fn) => devices.grantReadWriteData(fn));
[memberProfiles, erasure, formerMembers, userErasure, sessions].forEach((fn) => users.grantReadWriteData(fn));
[tenants, users].forEach((table) => table.grantReadData(lookup));
audit.grantWriteData(auditWriter);
for (let role = 0; role < SCOPED_ROLES; role++) {
  tenants.grantReadWriteData(new iam.Role(stack, `ScopedRole${role}`, { assumedBy: new iam.AccountRootPrincipal() }));
}

const userPool = new cognito.UserPool(stack, 'Pool', {
  selfSignUpEnabled: true,
  signInAliases: { email: true },
  lambdaTriggers: { postConfirmation: signUp, preTokenGeneration: preToken },
});
userPool.addClient('Web');

const eventBus = new events.EventBus(stack, 'Bus');
const queue = new sqs.Queue(stack, 'Queue', { enforceSSL: true });
const [logGroup] = ['Create', 'Activate', 'Delete', 'Export'].map(addStateMachine);
new events.Rule(stack, 'Sweep', { schedule: events.Schedule.rate(Duration.minutes(15)), targets: [new targets.LambdaFunction(sweep)] });
logGroup.addMetricFilter('Failures', {
  filterPattern: logs.FilterPattern.stringValue('$.type', '=', 'ExecutionFailed'), metricNamespace: 'Plain', metricName: 'Failures',
});

const requestAuthorizer = new apigateway.RequestAuthorizer(stack, 'RequestAuthorizer', {
  handler: authorizer, identitySources: [apigateway.IdentitySource.header('Authorization')],
});
addApi('Api', { authorizer: requestAuthorizer }, [
  ...methods(TENANT_API_ROUTE, tenantApi), ...methods(MEMBERS_ROUTE, tenantApi), ...methods(ADDITIONAL_TENANTS_ROUTE, creation),
  ...methods(INVITATIONS_ROUTE, invitationsApi), ...methods(INVITED_ROUTE, invited), ...methods(CLOSURE_ROUTE, closure),
  ...methods(ACCOUNT_ROUTE, userErasure), ...methods(EXPORT_ROUTE, exports), ...methods(SESSIONS_ROUTE, sessions),
  ...methods(AUDIT_ROUTE, auditReader),
  ['GET', '/tenant/{tenantId}/devices', listDevices], ['POST', '/tenant/{tenantId}/devices', addDevice],
  ['GET', '/tenant/{tenantId}/devices/{deviceId}', readDevice],
]);
const { repair: repairRoute, ...adminRoutes } = ADMIN_API_ROUTE;
addApi('AdminApi', { authorizationType: apigateway.AuthorizationType.IAM }, [
  ...methods(adminRoutes, adminApi), ...methods({ repairRoute }, repair), ...methods(TENANT_ADMINISTRATION_ROUTE, administration),
  ...methods(SUSPENSION_ROUTE, administration), ...methods(OWNER_ROUTE, administration), ...methods(CLOSURE_ADMINISTRATION_ROUTE, administration),
  ...methods(SWEEP_ROUTE, sweep), ...methods(USER_ERASURE_ROUTE, userErasure), ...methods(EXPORT_ADMINISTRATION_ROUTE, exportAdministration),
  ...methods(SESSIONS_ADMINISTRATION_ROUTE, sessions), ...methods({ listRoute: AUDIT_ADMINISTRATION_ROUTE.listAuditRecords }, auditReader),
  ...methods({ recordRoute: AUDIT_ADMINISTRATION_ROUTE.recordAudit }, auditWriter),
]);
addExports();
addChangeEvents();
addDashboard();
app.synth();

function addTable(
  id: string, keys: Pick<dynamodb.TableProps, 'partitionKey' | 'sortKey'>, indexKeys: readonly dynamodb.Attribute[],
): dynamodb.Table {
  const table = new dynamodb.Table(stack, id, {
    ...keys,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
  });
  indexKeys.forEach((partitionKey) => table.addGlobalSecondaryIndex({ indexName: `by-${partitionKey.name}`, partitionKey }));
  return table;
}

function addFunction(name: string): lambda.Function {
  const role = new iam.Role(stack, `${name}-role`, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const functionLogs = new logs.LogGroup(stack, `${name}-logs`);
  functionLogs.grantWrite(role);
  const fn = new lambda.Function(stack, name, {
    runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS),
    handler: 'index.handler',
    code: lambda.Code.fromAsset(path.join(RUNTIME, name)),
    tracing: lambda.Tracing.ACTIVE,
    role,
    logGroup: functionLogs,
  });
  users.grantReadData(fn);
  return fn;
}

function addStateMachine(name: string): logs.LogGroup {
  const put = new tasks.DynamoPutItem(stack, `${name}Put`, { table: tenants, item: { tenantid: tasks.DynamoAttributeValue.fromString('t') } });
  const read = new tasks.DynamoGetItem(stack, `${name}Read`, { table: tenants, key: { tenantid: tasks.DynamoAttributeValue.fromString('t') } });
  const publish = new tasks.EventBridgePutEvents(stack, `${name}Publish`, {
    entries: [{ detail: sfn.TaskInput.fromObject({}), detailType: 'created', source: 'bench', eventBus }],
  });
  const send = new tasks.SqsSendMessage(stack, `${name}Send`, { queue, messageBody: sfn.TaskInput.fromObject({}) });
  put.addCatch(read.addCatch(send));
  const machineLogs = new logs.LogGroup(stack, `${name}Logs`);
  const machine = new sfn.StateMachine(stack, `${name}Machine`, {
    definitionBody: sfn.DefinitionBody.fromChainable(put.next(publish)),
    stateMachineType: sfn.StateMachineType.EXPRESS,
    tracingEnabled: true,
    logs: { destination: machineLogs, level: sfn.LogLevel.ALL },
  });
  new events.Rule(stack, `${name}Rule`, {
    eventBus, eventPattern: { source: ['bench'] }, targets: [new targets.SfnStateMachine(machine, { deadLetterQueue: queue })],
  });
  return machineLogs;
}

/** Method, path and function of a route. */
type Method = readonly [string, string, lambda.IFunction];

function methods(routes: Readonly<Record<string, Route>>, fn: lambda.IFunction): Method[] {
  return Object.values(routes).map(({ method, path: route }) => [method, route, fn]);
}

function addApi(id: string, options: apigateway.MethodOptions, routes: readonly Method[]): void {
  const api = new apigateway.RestApi(stack, id, {
    cloudWatchRole: false, defaultMethodOptions: options, defaultCorsPreflightOptions: { allowOrigins: ['*'] },
  });
  for (const [method, route, fn] of routes) {
    api.root.resourceForPath(route).addMethod(method, new apigateway.LambdaIntegration(fn, { allowTestInvoke: false }));
  }
  for (let status = 0; status < GATEWAY_RESPONSES; status++) {
    api.addGatewayResponse(`Response${status}`, { type: apigateway.ResponseType.of(`TYPE_${status}`), templates: { 'application/json': '{}' } });
  }
}

function addExports(): void {
  const bucket = new s3.Bucket(stack, 'Exports', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true, lifecycleRules: [{ expiration: Duration.days(7) }],
  });
  [exports, exportAdministration, exportWorker].forEach((fn) => bucket.grantReadWrite(fn));
}

function addChangeEvents(): void {
  const failed = new s3.Bucket(stack, 'FailedChanges', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true });
  const onFailure = new sources.S3OnFailureDestination(failed);
  for (const table of [tenants, users, invitations]) {
    for (const reader of [changeEvents, auditWriter]) {
      reader.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.TRIM_HORIZON, onFailure }));
    }
  }
}

function addDashboard(): void {
  const bucket = new s3.Bucket(stack, 'Bucket', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true,
  });
  const routing = new cloudfront.Function(stack, 'Routing', {
    code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }'),
  });
  const distribution = new cloudfront.Distribution(stack, 'Distribution', {
    defaultRootObject: 'index.html',
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(stack, 'Headers', { securityHeadersBehavior: { contentTypeOptions: { override: true } } }),
      functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: routing }],
    },
  });
  for (const [id, files] of [['Pages', 'index.html'], ['Assets', 'assets/**']]) {
    new deployment.BucketDeployment(stack, id, {
      destinationBucket: bucket, distribution, prune: false, sources: [deployment.Source.asset(DASHBOARD)], exclude: ['*'], include: [files],
    });
  }
}
