/** A tenancy in a separate stack, for tests that deploy, delete and restore it. The environment variable `OWN_APP` configures each deployment. */
import {
  App, CfnOutput, CfnWaitCondition, CfnWaitConditionHandle, RemovalPolicy, Stack, aws_apigateway as apigateway, aws_iam as iam, aws_lambda as lambda,
  aws_ses as ses,
} from 'aws-cdk-lib';
import { OWN_APP_VARIABLE, type OwnApp } from './own-app';
import { ApiLogRole, SuspensionAccess, Tenancy, TenantLookup } from '../../../src';

const settings: OwnApp = JSON.parse(process.env[OWN_APP_VARIABLE]!);
const {
  stackName, dashboard, removalPolicy, userPoolTriggers, lookup, suspensionAccess, apiLogRole, ownApi, operators, mails, failsInTheEnd,
} = settings;

const app = new App();
const stack = new Stack(app, stackName);
const tenancy = new Tenancy(stack, 'Tenancy', {
  applicationName: 'leaving',
  audit: { signIns: true },
  userPoolTriggers,
  lookup: lookup && TenantLookup[lookup],
  suspension: { access: suspensionAccess && SuspensionAccess[suspensionAccess] },
  apiOptions: { accessLogs: { role: apiLogRole && ApiLogRole[apiLogRole] } },
  dashboard: dashboard ? {} : undefined,
  invitations: mails
    ? {
      invitationPageUrl: 'https://app.example.com/invitation',
      email: { identity: new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('example.com') }), from: 'Shop <no-reply@example.com>', productName: 'Shop' },
    }
    : undefined,
  lifecycle: mails ? { adminNotices: { pageUrl: 'https://app.example.com/' } } : undefined,
  removalPolicy: removalPolicy && RemovalPolicy[removalPolicy],
});
tenancy.addStackOutputs();

if (ownApi) {
  const handler = new lambda.Function(stack, 'Orders', {
    runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true }),
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async ({ requestContext: { authorizer } }) => ({ statusCode: 200, body: JSON.stringify({ tenantId: authorizer.tenantId, tenantAccess: authorizer.tenantAccess }) });'),
  });
  const api = new apigateway.RestApi(stack, 'OrdersApi', { cloudWatchRole: false });
  const orders = api.root.resourceForPath('/tenant/{tenantId}/orders');
  for (const method of ['GET', 'POST']) {
    orders.addMethod(method, new apigateway.LambdaIntegration(handler), { authorizer: tenancy.authorizer.authorizerFor(api) });
  }
  tenancy.authorizer.addRule({ path: '/tenant/{tenantId}/orders', methods: ['POST'], roles: ['admin'] });
  new CfnOutput(stack, 'OrdersApiUrl', { value: api.url });
}

if (operators) {
  const { adminApi } = tenancy;
  const roleOf = (id: string) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });
  const operator = roleOf('Operator');
  const service = roleOf('Service');
  const billing = roleOf('Billing');
  adminApi.grantOperate(operator);
  adminApi.grantInvoke(service);
  adminApi.grantAdminister(service);
  adminApi.grantSuspend(billing);
  new CfnOutput(stack, 'OperatorUrl', { value: adminApi.operatorUrl });
  new CfnOutput(stack, 'OperatorRoleArn', { value: operator.roleArn });
  new CfnOutput(stack, 'ServiceRoleArn', { value: service.roleArn });
  new CfnOutput(stack, 'BillingRoleArn', { value: billing.roleArn });
}

if (failsInTheEnd) {
  const handle = new CfnWaitConditionHandle(stack, 'Nobody');
  // No resource sends the signal, so the deployment fails.
  new CfnWaitCondition(stack, 'Failure', { handle: handle.ref, timeout: '1' }).node.addDependency(tenancy);
}
