import { App, Aspects, CfnResource, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as logs from 'aws-cdk-lib/aws-logs';
import { APPLICATION_NAME, newStack, shared } from './support';
import { type ApiOptions, ApiLogRole, Tenancy, type TenancyProps, TenantLookup } from '../../src';

const env = { account: '123456789012', region: 'eu-central-1' };
const CERTIFICATE_ARN = `arn:aws:acm:${env.region}:${env.account}:certificate/11111111-2222-3333-4444-555555555555`;

const newTenancy = (props: Partial<TenancyProps> = {}, stack = newStack(), id = 'Tenancy') =>
  new Tenancy(stack, id, { applicationName: APPLICATION_NAME, ...props });

const certificateOf = (stack: Stack, arn = CERTIFICATE_ARN) => acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);

/** The stages of both APIs. */
const stagesOf = shared((props: Partial<TenancyProps> = {}) => {
  const stack = newStack();
  newTenancy(props, stack);
  const template = Template.fromStack(stack);
  const all = Object.entries(template.findResources('AWS::ApiGateway::Stage'));
  const [[, api]] = all.filter(([id]) => id.startsWith('TenancyApi'));
  const [[, adminApi]] = all.filter(([id]) => id.startsWith('TenancyAdminApi'));
  return { template, api, adminApi };
});

describe('the stage', () => {
  test('has another name for each API', () => {
    const { api, adminApi } = stagesOf({ apiOptions: { stageName: 'v1' }, adminApiOptions: { stageName: 'admin_v1' } });

    expect([api, adminApi].map(({ Properties }) => Properties.StageName)).toEqual(['v1', 'admin_v1']);
  });

  test('accepts as many requests as the account may, unless it is told less', () => {
    const { api, adminApi } = stagesOf({ apiOptions: { throttling: { rateLimit: 50.5, burstLimit: 20 } } });

    expect(api.Properties.MethodSettings)
      .toEqual([expect.objectContaining({ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 50.5, ThrottlingBurstLimit: 20 })]);
    expect(adminApi.Properties).not.toHaveProperty('MethodSettings');
  });

  test('sends traces unless it is told not to', () => {
    const { api, adminApi } = stagesOf({ apiOptions: { tracingEnabled: false } });

    expect([api, adminApi].map(({ Properties }) => Properties.TracingEnabled)).toEqual([false, true]);
  });

  test.each<[string, ApiOptions, string]>([
    ['name with a slash', { stageName: 'prod/v1' }, 'stageName must be 1 to 128 letters, digits, hyphens or underscores, but was "prod/v1".'],
    ['name that is too long', { stageName: 'x'.repeat(129) }, 'stageName must be 1 to 128 letters'],
    ['name that is empty', { stageName: '' }, 'stageName must be 1 to 128 letters'],
    ['name that is a token', { stageName: Lazy.string({ produce: () => 'prod' }) }, 'but was a value that is known at deployment only.'],
    ['rate of zero', { throttling: { rateLimit: 0 } }, 'throttling.rateLimit must be a number greater than 0, but was 0.'],
    ['rate that is not a number', { throttling: { rateLimit: NaN } }, 'throttling.rateLimit must be a number greater than 0, but was NaN.'],
    ['burst that is not a whole number', { throttling: { burstLimit: 1.5 } }, 'throttling.burstLimit must be a whole number greater than 0, but was 1.5.'],
    ['burst of zero', { throttling: { burstLimit: 0 } }, 'throttling.burstLimit must be a whole number greater than 0, but was 0.'],
  ])('refuses a %s', (_, apiOptions, message) => {
    expect(() => newTenancy({ apiOptions })).toThrow(`[Stack/Tenancy/Api] ${message.startsWith('but') ? '' : message}`);
    expect(() => newTenancy({ adminApiOptions: apiOptions })).toThrow(message);
  });

  test('of the admin API cannot pass for the one of operators', () => {
    expect(() => newTenancy({ adminApiOptions: { stageName: 'operators' } })).toThrow('[Stack/Tenancy/AdminApi] stageName must not be "operators", but was "operators"');
    expect(() => newTenancy({ apiOptions: { stageName: 'operators' } })).not.toThrow();
  });

  test('takes limits that are known at deployment only', () => {
    const throttling = { rateLimit: Lazy.number({ produce: () => 5 }), burstLimit: Lazy.number({ produce: () => 5 }) };

    expect(stagesOf({ apiOptions: { throttling } }).api.Properties.MethodSettings)
      .toEqual([expect.objectContaining({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5 })]);
  });
});

describe('access logs', () => {
  const formatOf = ({ Properties }: { Properties?: any }) => JSON.parse(Properties.AccessLogSetting.Format) as Record<string, string>;

  test('are on for both APIs, each in a log group of its own that is deleted after a month', () => {
    const { template, api, adminApi } = stagesOf();
    const groups = [api, adminApi].map(({ Properties }) => Properties.AccessLogSetting.DestinationArn['Fn::GetAtt'][0] as string);

    expect(new Set(groups).size).toBe(2);
    groups.forEach((id) => expect(template.findResources('AWS::Logs::LogGroup')[id])
      .toMatchObject({ Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' }));
  });

  test('say which route was called, how it went and how long it took', () => {
    expect(formatOf(stagesOf().api)).toMatchObject({
      requestId: '$context.requestId',
      method: '$context.httpMethod',
      resourcePath: '$context.resourcePath',
      status: '$context.status',
      responseLatency: '$context.responseLatency',
      authorizerStatus: '$context.authorizer.status',
      integrationStatus: '$context.integration.integrationStatus',
    });
  });

  test('name no person, no tenant and no place, and repeat no message', () => {
    const personal = /identity|principalId|claims|\$context\.path\b|domain|message|\.error$|query|header|accountId|authorizer\.(?!status|latency|requestId)/i;
    const { api, adminApi } = stagesOf();

    [api, adminApi].forEach((stage) => expect(Object.values(formatOf(stage)).filter((variable) => personal.test(variable))).toEqual([]));
  });

  test('are kept as long as the team says', () => {
    const accessLogs = { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN };
    const { template, api } = stagesOf({ apiOptions: { accessLogs } });
    const id = api.Properties.AccessLogSetting.DestinationArn['Fn::GetAtt'][0];

    expect(template.findResources('AWS::Logs::LogGroup')[id]).toMatchObject({ Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
  });

  test('are off for the API that says so', () => {
    const { api, adminApi } = stagesOf({ apiOptions: { accessLogs: { enabled: false } } });

    expect(api.Properties).not.toHaveProperty('AccessLogSetting');
    expect(adminApi.Properties).toHaveProperty('AccessLogSetting');
  });
});

describe('the role for logs', () => {
  test('is registered before a stage that logs, and is one for all APIs of a stack', () => {
    const stack = newStack();
    // Two complete tenancies have more than the 500 resources of a stack.
    newTenancy({}, stack);
    newTenancy({ applicationName: 'other', lifecycle: { enabled: false }, audit: { enabled: false } }, stack, 'Other');
    const template = Template.fromStack(stack);

    const [account, ...others] = Object.keys(template.findResources('AWS::ApiGateway::Account'));
    expect(others).toEqual([]);
    const stages = Object.values(template.findResources('AWS::ApiGateway::Stage'));
    expect(stages.map(({ DependsOn }) => DependsOn)).toEqual(stages.map(() => expect.arrayContaining([account])));
    template.hasResourceProperties('AWS::ApiGateway::Account', { CloudWatchRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TenancyApiLogRole'), 'Arn'] } });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } }] },
      ManagedPolicyArns: [{ 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'])] }],
    });
  });

  test('stays with the account when the stack is deleted, whatever else is', () => {
    const { template } = stagesOf({ removalPolicy: RemovalPolicy.DESTROY });

    template.hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' });
    template.hasResource('AWS::IAM::Role', { Properties: { ManagedPolicyArns: Match.anyValue() }, DeletionPolicy: 'Retain' });
  });

  test('stays even if an aspect deletes everything else', () => {
    const stack = newStack();
    newTenancy({}, stack);
    Aspects.of(stack).add({ visit: (node) => { if (CfnResource.isCfnResource(node)) node.applyRemovalPolicy(RemovalPolicy.DESTROY); } });

    Template.fromStack(stack).hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    Template.fromStack(stack).hasResource('AWS::IAM::Role', { Properties: { ManagedPolicyArns: Match.anyValue() }, DeletionPolicy: 'Retain' });
  });

  const existing = { accessLogs: { role: ApiLogRole.EXISTING } };
  test.each<[string, Partial<TenancyProps>]>([
    ['the account has one', { apiOptions: existing, adminApiOptions: existing }],
    ['the web-app API says so, and the admin API nothing', { apiOptions: existing }],
    ['the admin API says so, and the web-app API nothing', { adminApiOptions: existing }],
    ['nothing is logged', { apiOptions: { accessLogs: { enabled: false } }, adminApiOptions: { accessLogs: { enabled: false } } }],
  ])('is left alone when %s', (_, props) => {
    const { template } = stagesOf(props);

    template.resourceCountIs('AWS::ApiGateway::Account', 0);
    expect(Object.values(template.findResources('AWS::IAM::Role')).filter(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([]);
  });
});

describe('a custom domain', () => {
  const newStackWithRegion = (region = env.region) => new Stack(new App({ treeMetadata: false }), 'Stack', { env: { ...env, region } });

  function newTenancyWithDomains(props: Partial<TenancyProps> = {}, disableExecuteApiEndpoint?: boolean) {
    const stack = newStackWithRegion();
    const certificate = certificateOf(stack);
    const tenancy = newTenancy({
      apiOptions: { domain: { domainName: 'api.example.com', certificate, disableExecuteApiEndpoint } },
      adminApiOptions: { domain: { domainName: 'admin.example.com', certificate } },
      ...props,
    }, stack);
    return { stack, tenancy, template: () => Template.fromStack(stack) };
  }

  test('is a Regional one of the certificate, by TLS 1.2, that leads to the stage', () => {
    const template = newTenancyWithDomains().template();

    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'api.example.com', RegionalCertificateArn: CERTIFICATE_ARN, SecurityPolicy: 'TLS_1_2', EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      RestApiId: { Ref: Match.stringLikeRegexp('^TenancyApiRestApi') }, Stage: { Ref: Match.stringLikeRegexp('^TenancyApiRestApiDeploymentStageprod') },
    });
  });

  test('is the URL in the outputs', () => {
    const { tenancy, template } = newTenancyWithDomains();
    tenancy.addStackOutputs();

    template().hasOutput('ApiUrl', { Value: 'https://api.example.com/' });
    template().hasOutput('AdminApiUrl', { Value: 'https://admin.example.com/' });
  });

  test('is not the URL that the pre-token function calls: sign-ins need no DNS record', () => {
    newTenancyWithDomains({ lookup: TenantLookup.ADMIN_API }).template().hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TENANCY_LOOKUP_URL: { 'Fn::Join': Match.anyValue() } }) },
    });
  });

  test('without the default URL, is the URL that the pre-token function calls, and the function waits for it', () => {
    const stack = newStackWithRegion();
    const domain = { domainName: 'admin.example.com', certificate: certificateOf(stack), disableExecuteApiEndpoint: true };
    newTenancy({ lookup: TenantLookup.ADMIN_API, adminApiOptions: { domain } }, stack);

    Template.fromStack(stack).hasResource('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: Match.objectLike({ TENANCY_LOOKUP_URL: 'https://admin.example.com/' }) } },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('AdminApi.*DomainName')]),
    });
  });

  test('must be a different one for each API and for the dashboard', () => {
    const stack = newStackWithRegion();
    const domain = { domainName: 'api.example.com', certificate: certificateOf(stack) };

    expect(() => newTenancy({ apiOptions: { domain }, adminApiOptions: { domain } }, stack)).toThrow(
      '[Stack/Tenancy] adminApiOptions.domain.domainName must be different from apiOptions.domain.domainName, but both were "api.example.com". Use a name for each.',
    );
  });

  test('is where the pages of the dashboard may connect to, and do', () => {
    const { template } = newTenancyWithDomains({ dashboard: {} });

    const [{ Properties }] = Object.values(template().findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    const policy = Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy;
    expect(JSON.stringify(policy)).toMatch(/connect-src [^;]*https:\/\/api\.example\.com[ ;]/);
    expect(JSON.stringify(policy)).not.toContain('execute-api');
  });

  test('leaves the domain of API Gateway open unless it is told otherwise', () => {
    const disabled = (setting?: boolean) => Object.values(newTenancyWithDomains({}, setting).template().findResources('AWS::ApiGateway::RestApi'))
      .map(({ Properties }) => Properties.DisableExecuteApiEndpoint);

    expect(disabled()).toEqual([undefined, undefined]);
    expect(disabled(true).filter((setting) => setting === true)).toHaveLength(1);
  });

  test.each(['API.example.com', 'https://api.example.com', 'api.example.com/', '*.example.com', 'localhost'])('is refused with the name %s', (domainName) => {
    const stack = newStackWithRegion();

    expect(() => newTenancy({ apiOptions: { domain: { domainName, certificate: certificateOf(stack) } } }, stack))
      .toThrow(`[Stack/Tenancy/Api] domain.domainName must be a host name such as app.example.com, in lower case, without a scheme, a path or a wildcard, but was "${domainName}".`);
  });

  test('is refused with a certificate of another Region', () => {
    const stack = newStackWithRegion('us-east-1');

    expect(() => newTenancy({ apiOptions: { domain: { domainName: 'api.example.com', certificate: certificateOf(stack) } } }, stack))
      .toThrow('[Stack/Tenancy/Api] domain.certificate must be in us-east-1, the Region of the API, but Stack/Certificate was in eu-central-1.');
  });

  test('is refused with a certificate that this app creates in another Region', () => {
    const app = new App({ treeMetadata: false });
    const stack = new Stack(app, 'Stack', { env, crossRegionReferences: true });
    const edge = new Stack(app, 'Edge', { env: { ...env, region: 'us-east-1' }, crossRegionReferences: true });
    const certificate = new acm.Certificate(edge, 'Certificate', { domainName: 'api.example.com' });

    expect(() => newTenancy({ apiOptions: { domain: { domainName: 'api.example.com', certificate } } }, stack))
      .toThrow('domain.certificate must be in eu-central-1, the Region of the API, but Edge/Certificate was in us-east-1.');
  });

  test('is refused with an ARN that does not name a certificate', () => {
    const stack = newStackWithRegion();

    expect(() => newTenancy({ apiOptions: { domain: { domainName: 'api.example.com', certificate: certificateOf(stack, 'arn:aws:iam::123456789012:server-certificate/x') } } }, stack))
      .toThrow('[Stack/Tenancy/Api] domain.certificate must have the ARN of a certificate of ACM');
  });

  test('takes a name and a Region that are known at deployment only', () => {
    const stack = newStack();
    const domainName = Lazy.string({ produce: () => 'API.example.com' });

    expect(() => newTenancy({ apiOptions: { domain: { domainName, certificate: certificateOf(stack) } } }, stack)).not.toThrow();
  });
});
