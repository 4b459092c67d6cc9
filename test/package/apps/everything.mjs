/**
 * An app that uses each prop and each method of the constructs at least once. Each stack is a possible combination. The synth must not print
 * a warning. `strict-synth.test.ts` fails if a prop or a method is missing here.
 */
import {
  App, Duration, RemovalPolicy, Stack, aws_apigateway as apigateway, aws_certificatemanager as acm, aws_cognito as cognito, aws_dynamodb as dynamodb,
  aws_events as events, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_s3 as s3, aws_ses as ses, aws_sns as sns, aws_sqs as sqs,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import {
  ApiLogRole, Freshness, LookupFailure, MemberProfiles, PreTokenEnricher, PreTokenEventVersion, SignUpPublisher, SuspensionAccess, Tenancy, TenancyAlarmName, TenancyAlarmSeverity, TenancyMonitoring, TenantAdminApi, TenantApi, TenantAuditLog, TenantAuthorizer, TenantChangeEvents,
  AdditionalTenants, TenantCreationSaga, TenantDashboard, TenantEvents, TenantInvitations, TenantIsolation, TenantLifecycle, TenantLookup, TenantTables, TokenUse,
  UserSessions,
} from 'cdk-tenancy';

const applicationName = 'devices';
const env = { account: '123456789012', region: 'us-east-1' };
const roles = ['operator'];
const limits = { tenantsPerUser: 10, membersPerTenant: 100, invitationsPerTenant: 20 };
const corsAllowOrigins = ['https://app.example.com'];
const functionOptions = {
  memorySize: 1024, tracing: lambda.Tracing.PASS_THROUGH, logRetention: logs.RetentionDays.THREE_MONTHS, logRemovalPolicy: RemovalPolicy.RETAIN,
};
const apiOptions = {
  stageName: 'v1',
  throttling: { rateLimit: 100, burstLimit: 50 },
  tracingEnabled: false,
  accessLogs: { enabled: true, retention: logs.RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.RETAIN, role: ApiLogRole.EXISTING },
};
// Without this setting, the CDK prints a warning if stacks refer to one another.
const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });

/** Only the required props, and a dashboard. */
function smallest(stack) {
  new Tenancy(stack, 'Tenancy', { applicationName, dashboard: {} }).addStackOutputs();
}

/** All props that can be combined, and all methods. */
function fullest(stack) {
  const key = new kms.Key(stack, 'Key');
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', `arn:aws:acm:us-east-1:${env.account}:certificate/blue`);
  const tenancy = new Tenancy(stack, 'Tenancy', {
    applicationName,
    roles,
    limits,
    corsAllowOrigins,
    allowPlainPasswords: true,
    email: cognito.UserPoolEmail.withSES({ fromEmail: 'no-reply@example.com', sesRegion: 'us-east-1' }),
    encryptionKey: key,
    accessRules: [{ path: '/tenant/{tenantId}/devices', methods: ['POST'], roles: ['admin', 'operator'] }],
    suspension: { access: SuspensionAccess.READ_ONLY },
    freshness: Freshness.eachRequest(),
    members: { enabled: true },
    additionalTenants: { enabled: true },
    sessions: { enabled: true },
    memberProfiles: { enabled: true },
    changeEvents: { enabled: true },
    audit: { enabled: true, clientDetails: true, signIns: true, retention: Duration.days(730), archive: newArchive(stack, 'Archive') },
    lifecycle: {
      enabled: true,
      gracePeriod: Duration.days(14),
      selfService: true,
      accountDeletion: true,
      settlingTime: Duration.hours(2),
      adminNotices: { enabled: true, pageUrl: 'https://app.example.com/' },
      exports: { enabled: true, retention: Duration.days(3) },
    },
    invitations: {
      enabled: true,
      email: { identity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Mail', 'example.com'), from: 'us@example.com', productName: 'Devices' },
      expiration: Duration.days(7),
      invitationPageUrl: 'https://app.example.com/invitation',
      mailsPerTenantAndDay: 100,
    },
    stateMachineType: sfn.StateMachineType.STANDARD,
    preTokenEventVersion: PreTokenEventVersion.V2_0,
    lookup: TenantLookup.DIRECT,
    onLookupFailure: LookupFailure.DENY,
    healing: { enabled: true },
    userPoolTriggers: true,
    removalPolicy: RemovalPolicy.DESTROY,
    apiOptions: { ...apiOptions, domain: { domainName: 'api.example.com', certificate, disableExecuteApiEndpoint: true } },
    adminApiOptions: { domain: { domainName: 'admin.example.com', certificate }, accessLogs: { enabled: false } },
    functionOptions,
    stsRegions: ['eu-north-1'],
    dashboard: {
      enabled: true,
      domainName: 'app.example.com',
      certificate,
      apiUrl: 'https://api.example.com/',
      webAclArn: `arn:aws:wafv2:us-east-1:${env.account}:global/webacl/edge/blue`,
      branding: { title: 'Devices', primaryColor: '#0a5c4a', logo: 'logo.svg' },
      staySignedIn: false,
    },
  });
  tenancy.addStackOutputs({ prefix: 'Devices' });
  tenancy.addMonitoring({ criticalTopic: new sns.Topic(stack, 'Alarms') });
  subscribe(stack, tenancy.events);
  useTenants(stack, tenancy, key);
}

function subscribe(stack, bus) {
  const queue = new sqs.Queue(stack, 'Received');
  const target = { bind: () => ({ arn: queue.queueArn, targetResource: queue }) };
  bus.onUserSignedUp('UserSignedUp', { target });
  bus.onUserChanged('UserChanged', { target });
  bus.onUserErased('UserErased', { target });
  bus.onSessionsRevoked('SessionsRevoked', { target });
  bus.onTenantCreated('TenantCreated', { target });
  bus.onTenantRenamed('TenantRenamed', { target });
  bus.onTenantSuspended('TenantSuspended', { target });
  bus.onTenantReactivated('TenantReactivated', { target });
  bus.onTenantClosureScheduled('TenantClosureScheduled', { target });
  bus.onTenantClosureCancelled('TenantClosureCancelled', { target });
  bus.onTenantDeleted('TenantDeleted', { target });
  bus.onTenantExported('TenantExported', { target });
  bus.onAdminUserAdded('AdminUserAdded', { target });
  bus.onMemberAdded('MemberAdded', { target });
  bus.onMemberRoleChanged('MemberRoleChanged', { target });
  bus.onMemberProfileChanged('MemberProfileChanged', { target });
  bus.onMemberRemoved('MemberRemoved', { target });
  bus.onInvitationCreated('InvitationCreated', { target });
  bus.onInvitationResent('InvitationResent', { target });
  bus.onInvitationAccepted('InvitationAccepted', { target });
  bus.onInvitationDeclined('InvitationDeclined', { target });
  bus.onInvitationRevoked('InvitationRevoked', { target });
  bus.onAuditRecorded('AuditRecorded', { target });
}

/** Functions of the app behind the API, and the data that they can access. */
function useTenants(stack, { api, adminApi, isolation, lifecycle, tables }, encryptionKey) {
  const handler = newFunction(stack, 'Devices');
  const devices = new dynamodb.Table(stack, 'DevicesTable', { partitionKey: string('tenantid'), sortKey: string('deviceid') });
  devices.addGlobalSecondaryIndex({ indexName: 'by-name', partitionKey: string('tenantid'), sortKey: string('name') });
  const settings = new dynamodb.TableV2(stack, 'Settings', {
    partitionKey: string('tenantid'), encryption: dynamodb.TableEncryptionV2.customerManagedKey(encryptionKey),
  });
  devices.addGlobalSecondaryIndex({ indexName: 'by-receiver', partitionKey: string('receiver') });
  isolation.grantReadWriteRows(devices, { indexNames: ['by-name'] });
  isolation.grantQueryUncheckedIndex(devices, 'by-receiver', { keyFormat: 'TENANT#{tenantId}' });
  isolation.grantReadRows(settings, { keyFormat: 'TENANT#{tenantId}' });
  isolation.grantQueryUserIndex(tables.users, 'user-index');
  const files = new s3.Bucket(stack, 'Files', { encryptionKey });
  isolation.grantReadWritePrefix(files);
  const reports = new s3.Bucket(stack, 'Reports');
  isolation.grantReadPrefix(reports, { prefix: 'reports/{tenantId}/' });
  lifecycle.ownsRows(devices);
  lifecycle.ownsRows(settings, { keyFormat: 'TENANT#{tenantId}', retained: true, exported: false });
  lifecycle.ownsPrefix(files);
  lifecycle.ownsPrefix(reports, { prefix: 'reports/{tenantId}/', retained: true, exported: true });
  lifecycle.addEraser(newFunction(stack, 'Eraser'), { timeout: Duration.hours(1) });
  const partner = new sfn.StateMachine(stack, 'PartnerEraser', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Report')) });
  lifecycle.addEraserStateMachine(partner, { timeout: Duration.hours(2) });
  lifecycle.addExporter('orders', newFunction(stack, 'Exporter'));
  isolation.grantAssume(handler);
  adminApi.grantRecordAuditPerTenant(isolation);
  isolation.grantAssumeForUser(newFunction(stack, 'Profile'));
  api.tenantResource.addResource('devices').addMethod('POST', new apigateway.LambdaIntegration(handler));
  api.addRoute('GET', 'devices/{deviceId}', handler);

  const operators = newFunction(stack, 'Operators');
  adminApi.grantInvoke(operators);
  adminApi.grantAdminister(operators);
  adminApi.grantSuspend(operators);
  adminApi.grantClose(operators);
  adminApi.grantExport(operators);
  adminApi.grantReadAudit(operators);
  adminApi.grantRecordAudit(operators);
  adminApi.grantErase(operators);
  adminApi.grantEndSessions(operators);
  adminApi.grantChangeOwner(operators);
  adminApi.grantLookUp(operators);
  adminApi.grantRepair(operators);
  const support = newFunction(stack, 'Support');
  adminApi.grantOperate(support);
  support.addEnvironment('OPERATOR_URL', adminApi.operatorUrl);
}

/** Resources of an existing app, passed to `Tenancy`. */
function adopting(stack) {
  const userPool = new cognito.UserPool(stack, 'Pool', { selfSignUpEnabled: true, signInAliases: { email: true } });
  const tenants = dynamodb.Table.fromTableAttributes(stack, 'Tenants', importedTable('tenants'));
  const users = dynamodb.Table.fromTableAttributes(stack, 'Users', { ...importedTable('users'), globalIndexes: ['user-index'] });
  new Tenancy(stack, 'Tenancy', {
    applicationName,
    userPool,
    userPoolClients: [userPool.addClient('Client', { authFlows: { userSrp: true } })],
    eventBus: events.EventBus.fromEventBusArn(stack, 'Bus', `arn:aws:events:us-east-1:${env.account}:event-bus/shared`),
    tables: TenantTables.fromTables(stack, 'Tables', { tenants, users }),
    invitations: { table: dynamodb.Table.fromTableAttributes(stack, 'Invitations', importedTable('invitations')) },
    stateMachineType: sfn.StateMachineType.EXPRESS,
    dashboard: {},
  });
}

/** Each construct by itself, in two stacks, and an API of the team in a third. */
function separate(stack, data, orders) {
  const encryptionKey = new kms.Key(data, 'Key');
  const eventBus = new events.EventBus(data, 'Bus');
  const userPool = new cognito.UserPool(stack, 'Pool', { selfSignUpEnabled: true, signInAliases: { email: true } });
  const userPoolClient = userPool.addClient('Client', { authFlows: { userSrp: true } });
  const tables = new TenantTables(data, 'Tables', {
    tenantsTableName: 'tenants', usersTableName: 'users', encryptionKey, deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY,
  });
  const saga = new TenantCreationSaga(stack, 'Saga', {
    applicationName, eventBus, tables, encryptionKey, logRemovalPolicy: RemovalPolicy.DESTROY, logRetention: logs.RetentionDays.ONE_WEEK,
    stateMachineType: sfn.StateMachineType.EXPRESS, tracingEnabled: false,
  });
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', {
    userPool, userPoolClients: [userPoolClient], tables, freshness: Freshness.within(Duration.minutes(2)), suspension: { access: SuspensionAccess.NONE }, roles, tokenUse: TokenUse.ID, resultsCacheTtl: Duration.minutes(1), serviceName: 'authorizer', functionOptions,
    rules: [{ path: '/tenant/{tenantId}/settings', roles: ['admin'] }],
  });
  authorizer.addRule({ path: '/tenant/{tenantId}/reports', roles: ['admin', 'operator'] });
  new TenantAuthorizer(stack, 'TokensAlone', { userPool, userPoolClients: [userPoolClient], freshness: Freshness.ofToken() });
  const api = new TenantApi(stack, 'Api', {
    authorizer, tables, applicationName, corsAllowOrigins, members: { enabled: true }, suspension: { access: SuspensionAccess.NONE }, roles, serviceName: 'tenant-api', apiOptions, functionOptions,
  });
  new TenantDashboard(stack, 'Dashboard', { api, userPool, userPoolClient });
  api.tenantResource.addResource('settings').addMethod('GET', new apigateway.MockIntegration());
  api.tenantResource.addResource('reports').addMethod('GET', new apigateway.MockIntegration());
  const invitations = new TenantInvitations(stack, 'Invitations', {
    api, tables, userPool, limits, roles, encryptionKey, deletionProtection: true, removalPolicy: RemovalPolicy.RETAIN, serviceName: 'invitations', functionOptions,
  });
  const additionalTenants = new AdditionalTenants(stack, 'Creation', { api, applicationName, tables, userPool, limits, serviceName: 'creation', functionOptions });
  const adminApi = new TenantAdminApi(stack, 'AdminApi', {
    tables, saga, corsAllowOrigins, limits, roles, suspension: { access: SuspensionAccess.NONE }, serviceName: 'admin-api', apiOptions, functionOptions,
  });
  adminApi.addInvitations(invitations);
  const sessions = new UserSessions(stack, 'Sessions', { api, userPool, serviceName: 'sessions', functionOptions });
  adminApi.addSessions(sessions);
  const auditLog = new TenantAuditLog(stack, 'AuditLog', {
    applicationName, api, eventBus, invitationsTable: invitations.table, clientDetails: false, retention: Duration.days(30), archive: newArchive(stack, 'OwnArchive'), encryptionKey, removalPolicy: RemovalPolicy.DESTROY, deletionProtection: false, serviceName: 'audit', functionOptions,
  });
  adminApi.addAuditLog(auditLog);
  const isolation = new TenantIsolation(stack, 'Isolation', { stsRegions: [] });
  const lifecycle = new TenantLifecycle(stack, 'Lifecycle', {
    saga, api, invitations, auditLog, userPool, isolation, gracePeriod: Duration.days(0), selfService: true, accountDeletion: true, settlingTime: Duration.minutes(90), encryptionKey, removalPolicy: RemovalPolicy.DESTROY, serviceName: 'lifecycle', functionOptions,
  });
  adminApi.addLifecycle(lifecycle);
  const publisher = new SignUpPublisher(stack, 'SignUps', { applicationName, eventBus, tables, userPool, functionOptions });
  const memberProfiles = new MemberProfiles(stack, 'MemberProfiles', { saga, userPool, functionOptions });
  const enricher = new PreTokenEnricher(stack, 'PreToken', {
    applicationName, adminApi, eventBus, userPool, memberProfiles, eventVersion: PreTokenEventVersion.V2_0, onLookupFailure: LookupFailure.OMIT_CLAIMS,
    lookup: TenantLookup.ADMIN_API, functionOptions,
  });
  enricher.recordSignIns(auditLog);
  const lookingUp = newFunction(stack, 'LookingUp');
  lookingUp.addEnvironment('LOOK_UP_FUNCTION', adminApi.lookUpFunctionArn);
  adminApi.lookUpHandler.grantInvoke(lookingUp);
  const changes = new TenantChangeEvents(stack, 'Changes', {
    applicationName, eventBus, tables, invitationsTable: invitations.table, failedChangesBucket: new s3.Bucket(stack, 'Failed'), functionOptions,
  });
  new TenantChangeEvents(stack, 'MoreChanges', { applicationName, eventBus, tables, encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
  // Beside the bus: the other stack has nearly as many resources as synth accepts without a warning.
  subscribe(data, new TenantEvents(data, 'Events', { applicationName, eventBus }));
  useTenants(stack, { api, adminApi, tables, isolation, lifecycle }, encryptionKey);
  addApiOfItsOwn(orders, authorizer);
  addMonitoring(stack, {
    saga, authorizer, api, adminApi, invitations, memberProfiles, tables, additionalTenants, sessions, signUpPublisher: publisher, preTokenEnricher: enricher, changeEvents: changes, auditLog, lifecycle,
  });

  const metrics = [
    api.metricStsRegionChanged(), invitations.metricStsRegionChanged(), authorizer.metricKeySetUnavailable(), authorizer.metricRightsUnavailable(),
    saga.metricDeadLetters(), saga.metricFailed(), saga.metricTenantsCreated(), saga.metricTimedOut(),
    publisher.metricPublished(), publisher.metricPublishFailed(), lifecycle.metricStalled(),
    enricher.metricLookupFailed(), enricher.metricRepublished(), enricher.metricRepublishFailed(), enricher.metricChangedUsers(), enricher.metricSignInNotRecorded(),
    changes.metricDelay(), changes.metricPublished(), changes.metricPublishFailed(), changes.metricUnreadable(),
    auditLog.metricDelay(),
  ];
  metrics.forEach((metric, index) => metric.createAlarm(stack, `Alarm${index}`, { threshold: 1, evaluationPeriods: 1 }));
}

/** A second API of the team, behind the same authorizer. */
function addApiOfItsOwn(stack, authorizer) {
  const orders = new apigateway.RestApi(stack, 'Orders', { cloudWatchRole: false });
  orders.root.resourceForPath('/tenant/{tenantId}/orders').addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(orders) });
}

function addMonitoring(stack, parts) {
  const monitoring = new TenancyMonitoring(stack, 'Monitoring', {
    ...parts,
    criticalTopic: new sns.Topic(stack, 'Critical'),
    warningTopic: new sns.Topic(stack, 'Warnings'),
    alarms: {
      [TenancyAlarmName.API_SERVER_ERRORS]: {
        enabled: true, severity: TenancyAlarmSeverity.WARNING, threshold: 5, period: Duration.minutes(1), evaluationPeriods: 5, datapointsToAlarm: 3,
      },
    },
    dashboard: { enabled: true, dashboardName: 'tenants' },
  });
  monitoring.alarm(TenancyAlarmName.DEAD_LETTERS).addAlarmAction({ bind: () => ({ alarmActionArn: `arn:aws:ssm:us-east-1:${env.account}:opsitem:1` }) });
}

/** The admin API of another app, in the same account and Region. */
function importing(stack) {
  const adminApi = TenantAdminApi.fromTenantAdminApiAttributes(stack, 'AdminApi', { restApiId: 'a1b2c3d4e5', stageName: 'v1', url: 'https://admin.example.com/', operatorUrl: 'https://operators.example.com/', lookUpFunctionArn: `arn:aws:lambda:us-east-1:${env.account}:function:lookup` });
  const operators = newFunction(stack, 'Operators');
  adminApi.grantInvoke(operators);
  adminApi.grantAdminister(operators);
  adminApi.grantSuspend(operators);
  adminApi.grantClose(operators);
  adminApi.grantExport(operators);
  adminApi.grantReadAudit(operators);
  adminApi.grantRecordAudit(operators);
  adminApi.grantErase(operators);
  adminApi.grantEndSessions(operators);
  adminApi.grantChangeOwner(operators);
  adminApi.grantLookUp(operators);
  adminApi.grantRepair(operators);
  adminApi.grantRecordAuditPerTenant(new TenantIsolation(stack, 'Isolation'));
  const support = newFunction(stack, 'Support');
  adminApi.grantOperate(support);
  support.addEnvironment('OPERATOR_URL', adminApi.operatorUrl);
  new PreTokenEnricher(stack, 'PreToken', { applicationName, adminApi });
}

/** A bucket for the archive of the audit log. */
function newArchive(stack, id) {
  return new s3.Bucket(stack, id, { objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(730)) });
}

function newFunction(stack, id) {
  return new lambda.Function(stack, id, {
    code: lambda.Code.fromInline('exports.handler = async () => undefined;'),
    handler: 'index.handler',
    runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true }),
  });
}

function string(name) {
  return { name, type: dynamodb.AttributeType.STRING };
}

function importedTable(name) {
  const tableArn = `arn:aws:dynamodb:us-east-1:${env.account}:table/${name}`;
  return { tableArn, tableStreamArn: `${tableArn}/stream/2026-01-01T00:00:00.000` };
}

smallest(new Stack(app, 'Smallest'));
smallest(new Stack(app, 'SmallestWithEnvironment', { env }));
fullest(new Stack(app, 'Fullest', { env }));
adopting(new Stack(app, 'Adopting', { env }));
importing(new Stack(app, 'Importing', { env }));
separate(new Stack(app, 'Separate', { env }), new Stack(app, 'Data', { env }), new Stack(app, 'Orders', { env }));
