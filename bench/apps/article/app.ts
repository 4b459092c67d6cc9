/** The design of the article with plain CDK constructs: the resources that SAM creates from its template, and the user service. */
import * as path from 'node:path';
import { App, Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { addFirstAdmin, createTenant } from './state-machines';

const APPLICATION_NAME = 'article';
const USER_INDEX = 'user-index';

const app = new App();
const stack = new Stack(app, 'Article');

const tenantid = { name: 'tenantid', type: dynamodb.AttributeType.STRING };
const userid = { name: 'userid', type: dynamodb.AttributeType.STRING };
const billing = { billingMode: dynamodb.BillingMode.PAY_PER_REQUEST, removalPolicy: RemovalPolicy.DESTROY };
const tenants = new dynamodb.Table(stack, 'Tenants', { partitionKey: tenantid, ...billing });
const users = new dynamodb.Table(stack, 'Users', { partitionKey: tenantid, sortKey: userid, ...billing });
users.addGlobalSecondaryIndex({ indexName: USER_INDEX, partitionKey: userid, sortKey: tenantid });

const eventBus = new events.EventBus(stack, 'Bus');
addStateMachine('CreateTenant', createTenant(tenants.tableName, eventBus.eventBusName, APPLICATION_NAME), tenants, 'user');
addStateMachine('AddFirstAdmin', addFirstAdmin(users.tableName, eventBus.eventBusName, APPLICATION_NAME), users, 'tenant');

const userPool = new cognito.UserPool(stack, 'Pool', {
  selfSignUpEnabled: true,
  signInAliases: { email: true },
  autoVerify: { email: true },
  removalPolicy: RemovalPolicy.DESTROY,
});
const userPoolClient = userPool.addClient('Web', { authFlows: { userSrp: true } });
const keySet = {
  JWKS_URL: `https://cognito-idp.${Aws.REGION}.amazonaws.com/${userPool.userPoolId}/.well-known/jwks.json`,
  AUDIENCE: userPoolClient.userPoolClientId,
};

const tenantsTable = { DYNAMODB_TABLE_NAME: tenants.tableName };
const usersIndex = { DYNAMODB_TABLE_NAME: users.tableName, DYNAMODB_INDEX_NAME: USER_INDEX };
const getTenant = addFunction('GetTenant', 'get_tenant', tenantsTable);
tenants.grantReadData(getTenant);
const putTenant = addFunction('PutTenant', 'put_tenant', tenantsTable);
tenants.grantReadWriteData(putTenant);
const listTenants = addFunction('ListTenants', 'list_tenants', usersIndex);
users.grantReadData(listTenants);
const adminListTenants = addFunction('AdminListTenants', 'list_tenants', usersIndex);
users.grantReadData(adminListTenants);

const api = addApi('Api');
const tenantAuthorizer = addAuthorizer('Authorizer', 'authorizer');
const userAuthorizer = addAuthorizer('UserAuthorizer', 'user_authorizer');
const tenant = api.root.resourceForPath('tenant/{tenantId}');
tenant.addMethod('GET', integration(getTenant), { authorizer: tenantAuthorizer });
tenant.addMethod('PUT', integration(putTenant), { authorizer: tenantAuthorizer });
api.root.resourceForPath('tenants/{userId}').addMethod('GET', integration(listTenants), { authorizer: userAuthorizer });

const adminApi = addApi('AdminApi');
const adminRoute = adminApi.root.resourceForPath('tenants/{userId}')
  .addMethod('GET', integration(adminListTenants), { authorizationType: apigateway.AuthorizationType.IAM });

const preToken = addFunction('PreToken', 'pre_token', { TENANT_API_ENDPOINT: adminApi.url });
preToken.addToRolePolicy(new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources: [adminRoute.methodArn] }));
userPool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION, preToken);
const signUp = addFunction('SignUp', 'sign_up', { APPLICATION_NAME, EVENT_BUS_NAME: eventBus.eventBusName });
eventBus.grantPutEventsTo(signUp);
userPool.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, signUp);

for (const [name, value] of Object.entries({
  UserPoolId: userPool.userPoolId,
  UserPoolClientId: userPoolClient.userPoolClientId,
  TenantsTableName: tenants.tableName,
  UsersTableName: users.tableName,
})) {
  new CfnOutput(stack, name, { value }).overrideLogicalId(name);
}
app.synth();

/** Adds a function with the defaults of SAM: 128 MB, x86, and no log group in the template. */
function addFunction(id: string, module: string, environment: Record<string, string>): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.PYTHON_3_12,
    handler: `${module}.handler`,
    code: lambda.Code.fromAsset(path.join(__dirname, 'functions')),
    timeout: Duration.seconds(10),
    environment,
  });
}

/** Adds an Express machine that logs everything including data, with the permissions of the article's policies. */
function addStateMachine(id: string, definition: object, table: dynamodb.Table, source: string): void {
  const machine = new sfn.StateMachine(stack, id, {
    definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(definition)),
    stateMachineType: sfn.StateMachineType.EXPRESS,
    tracingEnabled: true,
    logs: {
      destination: new logs.LogGroup(stack, `${id}Logs`, { removalPolicy: RemovalPolicy.DESTROY }),
      level: sfn.LogLevel.ALL,
      includeExecutionData: true,
    },
  });
  machine.addToRolePolicy(new iam.PolicyStatement({ actions: ['logs:*'], resources: ['*'] }));
  table.grantReadWriteData(machine);
  eventBus.grantPutEventsTo(machine);
  new events.Rule(stack, `${id}Rule`, {
    eventBus,
    eventPattern: { source: [`${APPLICATION_NAME}.${source}`], detailType: ['created'] },
    targets: [new targets.SfnStateMachine(machine)],
  });
}

function addApi(id: string): apigateway.RestApi {
  return new apigateway.RestApi(stack, id, {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    cloudWatchRole: false,
    defaultCorsPreflightOptions: { allowOrigins: ['*'], allowMethods: ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS'] },
  });
}

function addAuthorizer(id: string, module: string): apigateway.RequestAuthorizer {
  return new apigateway.RequestAuthorizer(stack, `${id}Authorizer`, {
    handler: addFunction(id, module, keySet),
    identitySources: [apigateway.IdentitySource.header('Authorization')],
  });
}

function integration(handler: lambda.Function): apigateway.LambdaIntegration {
  return new apigateway.LambdaIntegration(handler, { allowTestInvoke: false });
}
