/** An app with about the resources that a tenancy has, made of the CDK's own constructs. */
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const GATEWAY_RESPONSES = 19;

const app = new App();
const stack = new Stack(app, 'Stack');

const partitionKey = { name: 'tenantid', type: dynamodb.AttributeType.STRING };
const tenants = new dynamodb.Table(stack, 'Tenants', { partitionKey });
const users = new dynamodb.Table(stack, 'Users', { partitionKey, sortKey: { name: 'userid', type: dynamodb.AttributeType.STRING } });
users.addGlobalSecondaryIndex({ indexName: 'user-index', partitionKey: { name: 'userid', type: dynamodb.AttributeType.STRING } });

const functions = ['admin-api', 'authorizer', 'pre-token', 'sign-up', 'tenant-api'].map((name) => {
  const role = new iam.Role(stack, `${name}-role`, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const logGroup = new logs.LogGroup(stack, `${name}-logs`);
  logGroup.grantWrite(role);
  const fn = new lambda.Function(stack, name, {
    runtime: lambda.Runtime.NODEJS_20_X,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', 'assets', 'runtime', name)),
    tracing: lambda.Tracing.ACTIVE,
    role,
    logGroup,
  });
  users.grantReadData(fn);
  return fn;
});
const [adminApi, authorizer, preToken, signUp, tenantApi] = functions;

const userPool = new cognito.UserPool(stack, 'Pool', { lambdaTriggers: { postConfirmation: signUp, preTokenGeneration: preToken } });
userPool.addClient('Web');

const eventBus = new events.EventBus(stack, 'Bus');
const queue = new sqs.Queue(stack, 'Queue', { enforceSSL: true });
for (const name of ['Create', 'Activate']) {
  const put = new tasks.DynamoPutItem(stack, `${name}Put`, { table: tenants, item: { tenantid: tasks.DynamoAttributeValue.fromString('t') } });
  const publish = new tasks.EventBridgePutEvents(stack, `${name}Publish`, {
    entries: [{ detail: sfn.TaskInput.fromObject({}), detailType: 'created', source: 'bench', eventBus }],
  });
  const send = new tasks.SqsSendMessage(stack, `${name}Send`, { queue, messageBody: sfn.TaskInput.fromObject({}) });
  put.addCatch(send);
  const machine = new sfn.StateMachine(stack, `${name}Machine`, {
    definitionBody: sfn.DefinitionBody.fromChainable(put.next(publish)),
    stateMachineType: sfn.StateMachineType.EXPRESS,
    tracingEnabled: true,
    logs: { destination: new logs.LogGroup(stack, `${name}Logs`) },
  });
  new events.Rule(stack, `${name}Rule`, { eventBus, eventPattern: { source: ['bench'] }, targets: [new targets.SfnStateMachine(machine)] });
}

const requestAuthorizer = new apigateway.RequestAuthorizer(stack, 'Authorizer', {
  handler: authorizer,
  identitySources: [apigateway.IdentitySource.header('Authorization')],
});
const apis = [
  { handler: tenantApi, paths: ['tenant/{tenantId}', 'tenants/{userId}'], options: { authorizer: requestAuthorizer } },
  { handler: adminApi, paths: ['tenants/{userId}'], options: { authorizationType: apigateway.AuthorizationType.IAM } },
];
for (const { handler, paths, options } of apis) {
  const api = new apigateway.RestApi(stack, `${handler.node.id}-rest`, {
    cloudWatchRole: false,
    defaultMethodOptions: options,
    defaultCorsPreflightOptions: { allowOrigins: ['*'] },
  });
  paths.forEach((route) => api.root.resourceForPath(route).addMethod('GET', new apigateway.LambdaIntegration(handler, { allowTestInvoke: false })));
  for (let status = 0; status < GATEWAY_RESPONSES; status++) {
    api.addGatewayResponse(`Response${status}`, { type: apigateway.ResponseType.of(`TYPE_${status}`), templates: { 'application/json': '{}' } });
  }
}
app.synth();
