/** The app that the proofs run against: the saga alone with each type of state machine, and a complete tenancy. */
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CustomState, DefinitionBody, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Freshness, Tenancy, TenantAdminApi, TenantCreationSaga, TenantTables } from '../../src';
import { SAGAS, TENANCY, type SagaOutput, type TenancyOutput } from '../support/deployment';

const STATE_MACHINE_TYPE = { express: StateMachineType.EXPRESS, standard: StateMachineType.STANDARD };

const app = new App();

for (const applicationName of SAGAS) {
  const stack = new Stack(app, applicationName);
  const tables = new TenantTables(stack, 'Tables', { removalPolicy: RemovalPolicy.DESTROY });
  const eventBus = new events.EventBus(stack, 'EventBus');
  const saga = new TenantCreationSaga(stack, 'Saga', {
    applicationName, tables, eventBus, stateMachineType: STATE_MACHINE_TYPE[applicationName],
  });
  const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables, saga });
  addOutputs(stack, applicationName, sagaOutputs(saga, eventBus, adminApi));
}

const tenancyStack = new Stack(app, TENANCY);
const archive = new s3.Bucket(tenancyStack, 'Archive', {
  objectLockEnabled: true,
  objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(1)),
});
const tenancy = new Tenancy(tenancyStack, 'Tenancy', {
  applicationName: TENANCY,
  removalPolicy: RemovalPolicy.DESTROY,
  // The engine waits a fiftieth of it.
  lifecycle: { settlingTime: Duration.seconds(100) },
  audit: { archive },
  freshness: Freshness.within(Duration.seconds(5)),
  accessRules: [{ methods: ['GET'], path: '/tenant/{tenantId}/reports', roles: ['admin'] }],
});
const { lifecycle } = tenancy;

// Data of an app: a table, a bucket with versions, and a function that takes part in deletions.
const rows = new dynamodb.Table(tenancyStack, 'Rows', {
  partitionKey: { name: 'owner', type: dynamodb.AttributeType.STRING },
  sortKey: { name: 'row', type: dynamodb.AttributeType.STRING },
  billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
  removalPolicy: RemovalPolicy.DESTROY,
});
tenancy.isolation.grantReadWriteRows(rows, { keyFormat: 'TENANT#{tenantId}' });
lifecycle.ownsRows(rows, { keyFormat: 'TENANT#{tenantId}' });
const files = new s3.Bucket(tenancyStack, 'Files', { versioned: true, removalPolicy: RemovalPolicy.DESTROY });
tenancy.isolation.grantReadWritePrefix(files);
lifecycle.ownsPrefix(files);
const eraser = new lambda.Function(tenancyStack, 'Eraser', {
  runtime: new lambda.Runtime('python3.13', lambda.RuntimeFamily.PYTHON, { supportsInlineCode: true }),
  handler: 'index.handler',
  // Loading boto3 takes seconds on a busy machine.
  timeout: Duration.seconds(25),
  environment: { TABLE: rows.tableName },
  // Does not report a result for a tenant with a row "silent".
  code: lambda.Code.fromInline(`
import os
import boto3

def handler(event, context):
    key = {"owner": {"S": "ERASER#" + event["tenantId"]}, "row": {"S": "silent"}}
    if "Item" not in boto3.client("dynamodb").get_item(TableName=os.environ["TABLE"], Key=key):
        boto3.client("stepfunctions").send_task_success(taskToken=event["taskToken"], output="{}")
`),
});
rows.grantReadData(eraser);
lifecycle.addEraser(eraser, { timeout: Duration.seconds(30) });
const report = new CustomState(tenancyStack, 'Report', {
  stateJson: {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
    Arguments: { TaskToken: '{% $states.context.Execution.Input.taskToken %}', Output: '{}' },
    End: true,
  },
});
lifecycle.addEraserStateMachine(
  new StateMachine(tenancyStack, 'EraserMachine', { definitionBody: DefinitionBody.fromChainable(report) }), { timeout: Duration.seconds(30) },
);
const exporter = new lambda.Function(tenancyStack, 'Exporter', {
  runtime: new lambda.Runtime('python3.13', lambda.RuntimeFamily.PYTHON, { supportsInlineCode: true }),
  handler: 'index.handler',
  timeout: Duration.seconds(110),
  environment: { TABLE: rows.tableName },
  // The second page fails while the tenant has a row "broken", and waits while it has a row "held".
  code: lambda.Code.fromInline(`
import os
import time
import boto3

def has(tenant, row):
    key = {"owner": {"S": "EXPORTER#" + tenant}, "row": {"S": row}}
    return "Item" in boto3.client("dynamodb").get_item(TableName=os.environ["TABLE"], Key=key, ConsistentRead=True)

def handler(event, context):
    tenant, page = event["tenantId"], int(event.get("cursor", "1"))
    if page == 1:
        return {"rows": [{"order": 1, "of": tenant}, {"order": 2, "of": tenant}], "next": "2"}
    if has(tenant, "broken"):
        raise RuntimeError("broken on purpose")
    while has(tenant, "held"):
        time.sleep(0.2)
    return {"rows": [{"order": 3, "of": tenant}]}
`),
});
rows.grantReadData(exporter);
lifecycle.addExporter('orders', exporter);

// Routes of an app whose function checks nothing.
const orders = new lambda.Function(tenancyStack, 'Orders', {
  runtime: new lambda.Runtime('python3.13', lambda.RuntimeFamily.PYTHON, { supportsInlineCode: true }),
  handler: 'index.handler',
  code: lambda.Code.fromInline('def handler(event, context):\n    return {"statusCode": 200, "body": "[]"}\n'),
});
tenancy.api.addRoute('GET', 'orders', orders);
tenancy.api.addRoute('GET', 'reports', orders);

const tenancyOutputs: Record<TenancyOutput, string> = {
  ...sagaOutputs(tenancy.saga, tenancy.eventBus, tenancy.adminApi),
  UserPoolId: tenancy.userPool.userPoolId,
  UserPoolClientId: tenancy.userPoolClients[0].userPoolClientId,
  SignUpRoleName: tenancy.signUpPublisher.handler.role!.roleName,
  InvitationsTableName: tenancy.invitations!.table.tableName,
  DeleteTenantArn: lifecycle.deleteTenant.stateMachineArn,
  RowsTableName: rows.tableName,
  FilesBucketName: files.bucketName,
  ExportTenantArn: lifecycle.exportTenant!.stateMachineArn,
  ExportsBucketName: lifecycle.exportsBucket!.bucketName,
  ApiUrl: tenancy.api.url,
  OperatorUrl: tenancy.adminApi.operatorUrl,
  AuditTableName: tenancy.auditLog!.table.tableName,
  AuditWriterName: tenancy.auditLog!.writeHandler.functionName,
  ArchiveBucketName: archive.bucketName,
  AuthorizerRoleName: tenancy.authorizer.handler.role!.roleName,
};
addOutputs(tenancyStack, TENANCY, tenancyOutputs);

function sagaOutputs(saga: TenantCreationSaga, eventBus: events.IEventBus, adminApi: TenantAdminApi): Record<SagaOutput, string> {
  return {
    EventBusName: eventBus.eventBusName,
    AdminApiUrl: adminApi.url,
    TenantsTableName: saga.tables.tenants.tableName,
    UsersTableName: saga.tables.users.tableName,
    DeadLetterQueueUrl: saga.deadLetterQueue.queueUrl,
    CreateTenantArn: saga.createTenant.stateMachineArn,
    AddFirstAdminArn: saga.addFirstAdmin.stateMachineArn,
  };
}

/** The outputs of all stacks are collected in one object, so their names start with the name of the application. */
function addOutputs(stack: Stack, applicationName: string, outputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(outputs)) {
    new CfnOutput(stack, name, { value }).overrideLogicalId(`${applicationName}${name}`);
  }
}
