import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { runInNewContext } from 'node:vm';
import { App, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { newApp as newAppWithoutAssets, newParts, newUserPool, shared } from './support';
import {
  TenantApi, TenantAuthorizer, type TenantAuthorizerProps, AdditionalTenants, TenantDashboard, type TenantDashboardProps, TenantInvitations,
  type TenantTables, TokenUse,
} from '../../src';
import { SIGN_UP_ATTRIBUTES } from '../../src/contract/dashboard';

const DOMAIN_NAME = 'app.example.com';
const CERTIFICATE_ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555';
const WEB_ACL_ARN = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/Dashboard/11111111-2222-3333-4444-555555555555';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'tenant-dashboard-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function newStack(): Stack {
  return new Stack(new App({ outdir: path.join(directory, 'assembly'), treeMetadata: false }), 'Stack');
}

function newDashboard(props: Partial<TenantDashboardProps> = {}, stack = newStack(), authorizerProps: Partial<TenantAuthorizerProps> = {}) {
  const { tables } = newParts(stack);
  const userPool = newUserPool(stack, 'Pool');
  const userPoolClient = userPool.addClient('Web');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPoolClient], ...authorizerProps });
  const api = new TenantApi(stack, 'Api', { tables, authorizer });
  const dashboard = new TenantDashboard(stack, 'Dashboard', { api, userPool, userPoolClient, ...props });
  return { stack, dashboard, template: () => Template.fromStack(stack) };
}

/** The template of a dashboard without options, for tests that only read it. */
const defaultTemplate = shared(() => newDashboard({}, new Stack(newAppWithoutAssets(), 'Stack')).template());

function newFile(name: string, content: string | Buffer): string {
  const file = path.join(directory, name);
  writeFileSync(file, content);
  return file;
}

const certificateOf = (stack: Stack, arn = CERTIFICATE_ARN) => acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);

const distributionOf = (template: Template) =>
  Object.values(template.findResources('AWS::CloudFront::Distribution'))[0].Properties.DistributionConfig;

/** The files that each deployment copies, by its id, with their contents and metadata. */
function deploymentsOf(template: Template) {
  return Object.fromEntries(Object.entries(template.findResources('Custom::CDKBucketDeployment')).map(([id, resource]) => {
    const { Properties: properties, DependsOn: dependsOn } = resource;
    const files = properties.SourceObjectKeys.map((key: string) => path.join(directory, 'assembly', `asset.${key.replace('.zip', '')}`))
      .flatMap((folder: string) => readdirSync(folder, { withFileTypes: true })
        .map((entry) => [entry.name, entry.isFile() ? readFileSync(path.join(folder, entry.name), 'utf8') : 'a folder']));
    const name = /^Dashboard(\w+?)CustomResource/.exec(id)![1];
    return [name, { properties, dependsOn, files: Object.fromEntries(files) as Record<string, string> }];
  }));
}

/** The content of `/config.json`, with references of the template instead of deployed values. */
function configurationOf(template: Template) {
  const { files, properties } = deploymentsOf(template).Pages;
  const values: Record<string, unknown> = Object.assign({}, ...properties.SourceMarkers);
  const { '"<<features>>"': features, ...markers } = values;
  return JSON.parse(files['config.json'].replace('"<<features>>"', features as string), (_, value) => markers[value] ?? value);
}

describe('the bucket', () => {
  test('is private and encrypted, and requires TLS', () => {
    const template = defaultTemplate();

    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('can be read only by this distribution, which can also detect missing files', () => {
    const template = defaultTemplate();
    const [distribution] = Object.keys(template.findResources('AWS::CloudFront::Distribution'));
    const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));

    const readers = policy.Properties.PolicyDocument.Statement
      .filter(({ Effect, Principal }: any) => Effect === 'Allow' && !JSON.stringify(Principal).includes('AutoDelete'));
    expect(readers).toEqual([expect.objectContaining({
      Action: ['s3:GetObject', 's3:ListBucket'],
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: {
        StringEquals: {
          'AWS:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([{ Ref: distribution }])] },
        },
      },
    })]);
  });

  test('is deleted with the stack, including its files', () => {
    const template = defaultTemplate();

    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  test.each([undefined, 'eu-central-1'])('is emptied by a function with a supported runtime, in the Region %s', (region) => {
    /** The runtime of the function that empties the buckets of a stack. */
    const runtimeOf = (template: Template) => Object.entries(template.findResources('AWS::Lambda::Function'))
      .filter(([id]) => id.startsWith('CustomS3AutoDeleteObjects'))
      .map(([, { Properties: properties }]) => properties.Runtime);
    const other = new Stack(new App(), 'Other', { env: { region: 'eu-central-1' } });
    new s3.Bucket(other, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    const [ofTheCdk] = runtimeOf(Template.fromStack(other));

    const stack = new Stack(new App({ outdir: path.join(directory, 'assembly') }), 'Stack', { env: { region } });
    expect(runtimeOf(newDashboard({}, stack).template())).toEqual([ofTheCdk === 'nodejs20.x' ? 'nodejs24.x' : ofTheCdk]);
  });
});

describe('the distribution', () => {
  test('supports HTTPS, HTTP/2, HTTP/3 and IPv6', () => {
    expect(distributionOf(defaultTemplate())).toMatchObject({
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
      CacheBehaviors: [{ ViewerProtocolPolicy: 'redirect-to-https' }],
    });
  });

  test('caches files with a hash in their name, but no pages', () => {
    expect(distributionOf(defaultTemplate())).toMatchObject({
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
      DefaultCacheBehavior: { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' },
      CacheBehaviors: [{ PathPattern: '/assets/*', CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6', Compress: true }],
    });
  });

  test('returns an error for a missing asset, not the page', () => {
    const { CacheBehaviors: [assets], CustomErrorResponses } = distributionOf(defaultTemplate());

    expect(assets).not.toHaveProperty('FunctionAssociations');
    expect(CustomErrorResponses).toBeUndefined();
  });

  test('can have its own domain name with a certificate, and then requires TLS 1.2', () => {
    const stack = newStack();
    const { dashboard, template } = newDashboard({ domainName: DOMAIN_NAME, certificate: certificateOf(stack) }, stack);

    expect(dashboard.url).toBe('https://app.example.com');
    expect(distributionOf(template())).toMatchObject({
      Aliases: [DOMAIN_NAME],
      ViewerCertificate: { AcmCertificateArn: CERTIFICATE_ARN, MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    });
  });

  test('has CloudFront\'s domain name by default', () => {
    const { dashboard, stack, template } = newDashboard();
    const [distribution] = Object.keys(template().findResources('AWS::CloudFront::Distribution'));

    expect(stack.resolve(dashboard.url)).toEqual({ 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [distribution, 'DomainName'] }]] });
    expect(distributionOf(template())).not.toHaveProperty('Aliases');
  });

  test('can have a web ACL', () => {
    expect(distributionOf(newDashboard({ webAclArn: WEB_ACL_ARN }).template())).toMatchObject({ WebACLId: WEB_ACL_ARN });
  });

  test('has different names than the same stack in another Region', () => {
    const template = defaultTemplate();
    const endsInStack = { 'Fn::Join': ['', [expect.stringMatching(/-$/), { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]] };

    const [headers] = Object.values(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    const [access] = Object.values(template.findResources('AWS::CloudFront::OriginAccessControl'));
    const [routing] = Object.values(template.findResources('AWS::CloudFront::Function'));
    expect(headers.Properties.ResponseHeadersPolicyConfig.Name).toEqual(endsInStack);
    expect(access.Properties.OriginAccessControlConfig.Name).toEqual(endsInStack);
    expect(routing.Properties.Name).toEqual(endsInStack);
  });
});

describe('the headers', () => {
  const headersOf = (template: Template) =>
    Object.values(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'))[0].Properties.ResponseHeadersPolicyConfig;

  test('are added to pages and assets', () => {
    const template = defaultTemplate();
    const [policy] = Object.keys(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));

    expect(distributionOf(template)).toMatchObject({
      DefaultCacheBehavior: { ResponseHeadersPolicyId: { Ref: policy } },
      CacheBehaviors: [{ ResponseHeadersPolicyId: { Ref: policy } }],
    });
  });

  test('allow scripts and styles only from the same origin, and requests only to the pool and the API', () => {
    const stack = new Stack(new App({ outdir: path.join(directory, 'assembly') }), 'Stack', { env: { region: 'eu-central-1' } });
    const { template } = newDashboard({}, stack);
    const [api] = Object.keys(template().findResources('AWS::ApiGateway::RestApi'));

    const { ContentSecurityPolicy: { 'Fn::Join': [, parts] } } = headersOf(template()).SecurityHeadersConfig.ContentSecurityPolicy;
    const text: string = parts.map((part: any) => part.Ref ? `<${part.Ref}>` : part).join('');
    expect(text.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' https://cognito-idp.eu-central-1.<AWS::URLSuffix> https://<${api}>.execute-api.eu-central-1.<AWS::URLSuffix>`,
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
  });

  test.each<[string, (stack: Stack) => cognito.IUserPool]>([
    ['ARN', (stack) => cognito.UserPool.fromUserPoolArn(stack, 'Imported', 'arn:aws:cognito-idp:eu-north-1:123456789012:userpool/eu-north-1_abcdefgh1')],
    ['id', (stack) => cognito.UserPool.fromUserPoolId(stack, 'Imported', 'eu-north-1_abcdefgh1')],
  ])('allow requests to a pool in another Region that is imported by its %s', (_, importPool) => {
    const stack = new Stack(new App({ outdir: path.join(directory, 'assembly') }), 'Stack', { env: { region: 'eu-central-1' } });

    const { SecurityHeadersConfig: headers } = headersOf(newDashboard({ userPool: importPool(stack) }, stack).template());
    expect(JSON.stringify(headers.ContentSecurityPolicy)).toContain("connect-src 'self' https://cognito-idp.eu-north-1.");
  });

  test('allow requests to the domain of the API, if it has one', () => {
    const { template } = newDashboard({ apiUrl: 'https://api.example.com/v1/' });

    const policy = JSON.stringify(headersOf(template()).SecurityHeadersConfig.ContentSecurityPolicy);
    expect(policy).toContain(' https://api.example.com; ');
    expect(policy).not.toContain('execute-api');
    expect(configurationOf(template()).apiUrl).toBe('https://api.example.com/v1/');
  });

  test('allow requests to a domain of the API that is known only at deploy time', () => {
    const stack = newStack();
    const apiUrl = `https://${new CfnParameter(stack, 'ApiDomain').valueAsString}/`;
    const { template } = newDashboard({ apiUrl }, stack);

    expect(JSON.stringify(headersOf(template()).SecurityHeadersConfig.ContentSecurityPolicy))
      .toContain(JSON.stringify({ 'Fn::Select': [2, { 'Fn::Split': ['/', stack.resolve(apiUrl)] }] }));
    expect(configurationOf(template()).apiUrl).toEqual(stack.resolve(apiUrl));
  });

  test('require HTTPS, forbid type sniffing, frames and referrers', () => {
    expect(headersOf(defaultTemplate())).toMatchObject({
      SecurityHeadersConfig: {
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, Override: true },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      },
      CustomHeadersConfig: {
        Items: [
          { Header: 'Permissions-Policy', Value: expect.stringContaining('camera=(), '), Override: true },
          { Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin', Override: true },
          { Header: 'Cross-Origin-Resource-Policy', Value: 'same-origin', Override: true },
        ],
      },
    });
  });
});

describe('the routing', () => {
  const functionOf = (template: Template) => Object.entries(template.findResources('AWS::CloudFront::Function'))[0];
  const codeOf = (template: Template): string => functionOf(template)[1].Properties.FunctionCode;
  const template = newDashboard({}, new Stack(new App(), 'Stack')).template();

  /** Runs the code like CloudFront, with the event of a viewer request. */
  function run(code: string, uri: string, querystring: Record<string, unknown> = {}, host = 'd111111abcdef8.cloudfront.net') {
    const request = { method: 'GET', uri, querystring, headers: { host: { value: host } }, cookies: {} };
    return runInNewContext(`${code}; handler(event)`, { event: { version: '1.0', context: { eventType: 'viewer-request' }, request } });
  }
  const route = (uri: string, querystring?: Record<string, unknown>) => run(codeOf(template), uri, querystring);

  test('runs for every page', () => {
    const [id, { Properties: { FunctionConfig: config } }] = functionOf(template);
    expect(config.Runtime).toBe('cloudfront-js-2.0');
    expect(distributionOf(template).DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [id, 'FunctionARN'] } },
    ]);
  });

  test.each([
    '/', '/tenants', '/tenants/', '/tenants/0123456789abcdef0123456789abcdef', '/a/b/c', '/v1.2/tenants', '/caf%C3%A9', '/a%2Fb', '//', '/assets',
  ])('returns the page for %s', (uri) => {
    expect(route(uri).uri).toBe('/index.html');
  });

  test.each(['/index.html', '/config.json', '/logo.svg', '/favicon.ico', '/deep/robots.txt', '/a%20b.png', '/.env'])('does not change the path of the file %s', (uri) => {
    expect(route(uri).uri).toBe(uri);
  });

  test('ignores dots in the query, and does not change the query', () => {
    const querystring = { next: { value: '/a.html' } };

    expect(route('/sign-in', querystring)).toMatchObject({ uri: '/index.html', querystring });
  });

  describe('with a domain', () => {
    const stack = new Stack(new App(), 'Stack');
    const code = codeOf(newDashboard({ domainName: DOMAIN_NAME, certificate: certificateOf(stack) }, stack).template());

    test.each([
      ['/', {}, 'https://app.example.com/'],
      ['/tenants/caf%C3%A9', {}, 'https://app.example.com/tenants/caf%C3%A9'],
      ['//evil.example.com', {}, 'https://app.example.com//evil.example.com'],
      ['/index.html', { next: { value: '%2Ftenants' } }, 'https://app.example.com/index.html?next=%2Ftenants'],
      ['/tenants', { a: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }, b: { value: '' } }, 'https://app.example.com/tenants?a=1&a=2&b'],
    ])('redirects requests for %s on another host to the domain, with the path and the query %j', (uri, querystring, location) => {
      expect(run(code, uri, querystring)).toEqual({
        statusCode: 301,
        statusDescription: 'Moved Permanently',
        headers: { 'location': { value: location }, 'cache-control': { value: 'no-cache' } },
      });
    });

    test('returns the page on the domain', () => {
      expect(run(code, '/tenants', {}, DOMAIN_NAME).uri).toBe('/index.html');
      expect(run(code, '/config.json', {}, DOMAIN_NAME).uri).toBe('/config.json');
    });
  });

  test('supports a domain that is known only at deploy time', () => {
    const stack = newStack();
    const domainName = new CfnParameter(stack, 'DomainName').valueAsString;

    expect(codeOf(newDashboard({ domainName, certificate: certificateOf(stack) }, stack).template()))
      .toEqual({ 'Fn::Join': ['', [expect.stringMatching(/host\.value !== '$/), { Ref: 'DomainName' }, expect.stringMatching(/^'\) \{[^]*'https:\/\/$/), { Ref: 'DomainName' }, expect.stringMatching(/^' \+ request.uri/)]] });
  });
});

describe('the content', () => {
  test('deploys the hashed assets first, to be cached for a year', () => {
    const { HashedAssets: assets, Pages: pages } = deploymentsOf(newDashboard().template());

    expect(Object.keys(assets.files)).toContainEqual(expect.stringMatching(/^index-[\w-]{8}\.js$/));
    expect(assets.properties).toMatchObject({
      DestinationBucketKeyPrefix: 'assets/',
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(pages.dependsOn).toContainEqual(expect.stringMatching(/^DashboardHashedAssetsCustomResource/));
  });

  test('deploys the pages last, to be revalidated each time', () => {
    const { Pages: pages } = deploymentsOf(newDashboard().template());

    expect(Object.keys(pages.files)).toEqual(expect.arrayContaining(['index.html', 'config.json']));
    expect(Object.keys(pages.files)).not.toContain('assets');
    expect(pages.properties.SystemMetadata).toEqual({ 'cache-control': 'no-cache' });
  });

  test('keeps the files of earlier releases', () => {
    const deployments = Object.values(deploymentsOf(newDashboard({ branding: { logo: newFile('logo.svg', '<svg/>') } }).template()));

    expect(deployments.map(({ properties }) => properties.Prune)).toEqual([false, false, false]);
  });

  test('contains pool, client and API in the configuration', () => {
    const { stack, template } = newDashboard();
    const [userPool] = Object.keys(template().findResources('AWS::Cognito::UserPool'));
    const [client] = Object.keys(template().findResources('AWS::Cognito::UserPoolClient'));
    const api = stack.node.findChild('Api') as TenantApi;

    expect(configurationOf(template())).toEqual({
      apiUrl: stack.resolve(api.url),
      signIn: { userPoolId: { Ref: userPool }, userPoolClientId: { Ref: client }, tokenUse: 'access', staySignedIn: true, signUpAttributes: ['name'] },
      branding: { title: 'Dashboard' },
      features: {
        members: true,
        invitations: false,
        additionalTenants: false,
        closure: false,
        exports: false,
        accountDeletion: false,
        sessions: false,
        audit: false,
      },
      roles: ['admin', 'member'],
    });
  });

  test('contains the features that the API has routes for, and its roles', () => {
    const stack = newStack();
    const { tables } = newParts(stack);
    const userPool = newUserPool(stack, 'Pool');
    const userPoolClient = userPool.addClient('Web');
    const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPoolClient] });
    const api = new TenantApi(stack, 'Api', { tables, authorizer, members: { enabled: false }, roles: ['technician'] });
    new AdditionalTenants(stack, 'Creation', { applicationName: 'app', api, tables, userPool });
    new TenantDashboard(stack, 'Dashboard', { api, userPool, userPoolClient });

    expect(configurationOf(Template.fromStack(stack))).toMatchObject({
      features: { members: false, invitations: false, additionalTenants: true }, roles: ['admin', 'member', 'technician'],
    });
  });

  test('shows the pages of routes that the API gets after the dashboard', () => {
    const { stack, template } = newDashboard();
    const [api, userPool] = [stack.node.findChild('Api') as TenantApi, stack.node.findChild('Pool') as cognito.UserPool];
    const tables = stack.node.findChild('Tables') as TenantTables;
    new AdditionalTenants(stack, 'Creation', { applicationName: 'app', api, tables, userPool });
    new TenantInvitations(stack, 'Invitations', { api, tables, userPool: newUserPool(stack, 'VerifyingPool', { autoVerify: { email: true } }) });

    expect(configurationOf(template())).toMatchObject({ features: { members: true, invitations: true, additionalTenants: true } });
  });

  test.each([
    ['in which only administrators create users', { selfSignUpEnabled: false }],
    ['whose users have names beside their addresses', { signInAliases: { username: true, email: true } }],
  ])('turns the sign-up off for a pool %s', (_, props) => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Closed', props);

    expect(configurationOf(newDashboard({ userPool }, stack).template()).signIn.signUp).toBe(false);
  });

  test('contains the password policy of the pool', () => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Strict', { passwordPolicy: { minLength: 20, requireDigits: true, requireSymbols: false } });

    const { signIn } = configurationOf(newDashboard({ userPool }, stack).template());
    expect(signIn.passwordPolicy).toEqual({ minLength: 20, requireNumbers: true, requireSymbols: false });
  });

  test('does not contain password settings that are known only at deploy time', () => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Strict');
    (userPool.node.defaultChild as cognito.CfnUserPool).policies = {
      passwordPolicy: { minimumLength: new CfnParameter(stack, 'Length', { type: 'Number' }).valueAsNumber, requireUppercase: true },
    };

    expect(configurationOf(newDashboard({ userPool }, stack).template()).signIn.passwordPolicy).toEqual({ requireUppercase: true });
  });

  test('does not contain the password policy of an imported pool', () => {
    const stack = newStack();
    const userPool = cognito.UserPool.fromUserPoolId(stack, 'Imported', 'eu-north-1_abcdefgh1');

    expect(configurationOf(newDashboard({ userPool }, stack).template()).signIn).not.toHaveProperty('passwordPolicy');
  });

  test.each([
    [TokenUse.ACCESS, 'access'],
    [TokenUse.ID, 'id'],
  ])('says that the API accepts the %s token', (tokenUse, expected) => {
    expect(configurationOf(newDashboard({}, newStack(), { tokenUse }).template()).signIn.tokenUse).toBe(expected);
  });

  test('contains the chosen options', () => {
    const logo = newFile('Our Logo.SVG', '<svg/>');
    const branding = { title: '"Devices" & <more>', logo, primaryColor: '#0F5FA8' };

    expect(configurationOf(newDashboard({ staySignedIn: false, branding }).template())).toMatchObject({
      signIn: { staySignedIn: false },
      branding: { title: '"Devices" & <more>', logo: '/logo.svg', primaryColor: '#0F5FA8' },
    });
  });

  test.each([
    ['logo.svg', 'image/svg+xml', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['logo.png', 'image/png', Buffer.from('\x89PNG\r\n\x1a\nand so on', 'latin1')],
    ['logo.webp', 'image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8L', 'latin1')],
  ])('deploys %s with its name and type before the pages that show it', (name, contentType, content) => {
    const { Logo: logo, Pages: pages } = deploymentsOf(newDashboard({ branding: { logo: newFile(`our-${name}`, content) } }).template());

    expect(logo.files).toEqual({ [name]: content.toString('utf8') });
    expect(logo.properties.SystemMetadata).toEqual({ 'cache-control': 'no-cache', 'content-type': contentType });
    expect(pages.dependsOn).toContainEqual(expect.stringMatching(/^DashboardLogoCustomResource/));
  });

  describe('is created from files in temporary folders', () => {
    let made: jest.SpyInstance;
    beforeEach(() => {
      made = jest.spyOn(fs, 'mkdtempSync');
    });
    afterEach(() => made.mockRestore());

    const newApp = (context = {}) => new App({ outdir: path.join(directory, 'assembly'), context });
    const foldersLeft = () => made.mock.results.map(({ value }) => value).filter((folder) => fs.existsSync(folder));

    test('which are deleted, because the assembly has copies', () => {
      newDashboard({ branding: { logo: newFile('logo.svg', '<svg/>') } }, new Stack(newApp(), 'Stack'));

      expect(foldersLeft()).toEqual([]);
    });

    test('which are kept if assets are not staged, because they are published from there', () => {
      const app = newApp({ 'aws:cdk:disable-asset-staging': true });
      newDashboard({ branding: { logo: newFile('logo.svg', '<svg/>') } }, new Stack(app, 'Stack'));
      const { files } = JSON.parse(readFileSync(path.join(app.synth().directory, 'Stack.assets.json'), 'utf8'));
      const sources = Object.values<any>(files).map(({ source }) => path.resolve(app.outdir, source.path));

      expect(foldersLeft().flatMap((folder) => readdirSync(folder))).toEqual(['config.json', 'logo.svg']);
      expect(sources).toEqual(expect.arrayContaining(foldersLeft()));
    });
  });
});

describe('is refused', () => {
  const HERE = '[Stack/Dashboard] ';

  test('in GovCloud, which has no CloudFront', () => {
    expect(() => newDashboard({}, new Stack(new App(), 'Stack', { env: { region: 'us-gov-west-1' } })))
      .toThrow(/^\[Stack\/Dashboard\] The Region of a dashboard must be in the partition aws, .*, but was us-gov-west-1\. .*cdk-tenancy-web/);
  });

  test('with a domain name and no certificate', () => {
    expect(() => newDashboard({ domainName: DOMAIN_NAME })).toThrow(`${HERE}certificate must be passed together with domainName, but is missing`);
  });

  test('with a certificate and no domain name', () => {
    const stack = newStack();

    expect(() => newDashboard({ certificate: certificateOf(stack) }, stack)).toThrow(`${HERE}domainName must be passed together with certificate, but is missing`);
  });

  test.each(['https://app.example.com', 'App.example.com', 'app.example.com/', '*.example.com', 'localhost', ''])('with the domain name %j', (domainName) => {
    const stack = newStack();

    expect(() => newDashboard({ domainName, certificate: certificateOf(stack) }, stack))
      .toThrow(`${HERE}domainName must be a host name such as app.example.com, in lower case, without a scheme, a path or a wildcard, but was ${JSON.stringify(domainName)}`);
  });

  test('with an imported certificate of another Region', () => {
    const stack = newStack();
    const certificate = certificateOf(stack, CERTIFICATE_ARN.replace('us-east-1', 'eu-central-1'));

    expect(() => newDashboard({ domainName: DOMAIN_NAME, certificate }, stack))
      .toThrow(`${HERE}certificate must be from us-east-1, the only Region that CloudFront accepts certificates from, but Stack/Certificate is from eu-central-1`);
  });

  test.each([CERTIFICATE_ARN.replace(':acm:', ':iam:'), CERTIFICATE_ARN.replace('certificate/', 'certificate-authority/'), 'app.example.com', ''])('with %j as ARN of its certificate', (arn) => {
    const stack = newStack();

    expect(() => newDashboard({ domainName: DOMAIN_NAME, certificate: certificateOf(stack, arn) }, stack))
      .toThrow(`${HERE}certificate must have the ARN of a certificate of ACM, arn:aws:acm:us-east-1:<account>:certificate/<id>, but that of Stack/Certificate is ${JSON.stringify(arn)}`);
  });

  test('with a certificate that is created in another Region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-central-1' } });
    const certificate = new acm.Certificate(stack, 'Certificate', { domainName: DOMAIN_NAME });

    expect(() => newDashboard({ domainName: DOMAIN_NAME, certificate }, stack)).toThrow(/crossRegionReferences/);
  });

  test.each([
    ['of another Region', WEB_ACL_ARN.replace('us-east-1', 'eu-central-1')],
    ['for load balancers and APIs', WEB_ACL_ARN.replace('global', 'regional')],
    ['of WAF Classic', '473e64fd-f30b-4765-81a0-62ad96dd167a'],
  ])('with a web ACL %s', (_, webAclArn) => {
    expect(() => newDashboard({ webAclArn })).toThrow(
      new RegExp(`^\\[Stack/Dashboard\\] webAclArn must be the ARN of a web ACL of AWS WAF \\(v2\\).*, but was "${webAclArn}"`),
    );
  });

  test.each(['red', '#123', '#0f5fa', '0f5fa8', '#0f5fa8ff', 'rgb(0, 0, 0)'])('with %j as color', (primaryColor) => {
    expect(() => newDashboard({ branding: { primaryColor } }))
      .toThrow(`${HERE}branding.primaryColor must be # and six hexadecimal digits, such as #0f5fa8, but was ${JSON.stringify(primaryColor)}`);
  });

  // The gray values on both sides of the limit, according to WCAG checkers.
  test.each([['#777777', '4.47'], ['#ffffff', '1.00'], ['#ff9900', '2.14']])('with a color on which white text is not readable: %s', (primaryColor, contrast) => {
    expect(() => newDashboard({ branding: { primaryColor } })).toThrow(
      `${HERE}branding.primaryColor must have a contrast of at least 4.5:1 to the white text on it (WCAG 1.4.3), but ${primaryColor} has ${contrast}:1`,
    );
  });

  test.each([
    'https://api.example.com', 'https://api.example.com/v1', 'http://api.example.com/', 'api.example.com/', 'https://api.example.com/?v=1/', 'https://ann@api.example.com/', '',
  ])('with %j as URL of the API', (apiUrl) => {
    expect(() => newDashboard({ apiUrl }))
      .toThrow(`${HERE}apiUrl must be an https URL with a slash at its end, such as https://api.example.com/, but was ${JSON.stringify(apiUrl)}.`);
  });

  test.each(['', '  '])('with the title %j', (title) => {
    expect(() => newDashboard({ branding: { title } })).toThrow(`${HERE}branding.title must name the product, but was ${JSON.stringify(title)}`);
  });

  test('with a logo that does not exist', () => {
    expect(() => newDashboard({ branding: { logo: 'no/such/logo.svg' } }))
      .toThrow(`${HERE}branding.logo must be the path of an image file, but there is no file at ${path.resolve('no/such/logo.svg')}`);
  });

  test('with a folder as logo', () => {
    expect(() => newDashboard({ branding: { logo: directory } })).toThrow(`${HERE}branding.logo must be the path of an image file`);
  });

  test('with a logo of another kind', () => {
    expect(() => newDashboard({ branding: { logo: newFile('logo.gif', 'GIF89a') } }))
      .toThrow(`${HERE}branding.logo must be a file of the kind .svg, .png, .webp, but was logo.gif`);
  });

  test.each(['logo.svg', 'logo.png', 'logo.webp'])('with %s that contains something else', (name) => {
    expect(() => newDashboard({ branding: { logo: newFile(name, 'GIF89a') } }))
      .toThrow(new RegExp(`branding.logo must contain an image of the type image/.*, as its extension says, but ${name} doesn't`));
  });

  test('with a logo that is too large', () => {
    expect(() => newDashboard({ branding: { logo: newFile('logo.svg', `<svg>${' '.repeat(200 * 1024)}</svg>`) } }))
      .toThrow(`${HERE}branding.logo must have at most 200 KB, but logo.svg has 201 KB`);
  });

  test('if the package lacks the dashboard', () => {
    const { existsSync } = fs;
    const spy = jest.spyOn(fs, 'existsSync').mockImplementation((file) => !`${file}`.endsWith('/assets/dashboard/index.html') && existsSync(file));

    expect(() => newDashboard()).toThrow(/^\[Stack\/Dashboard\] The app of the dashboard must be at .*assets\/dashboard, but is not there\. .*npx projen bundle/);
    spy.mockRestore();
  });

  test.each([
    ['user names', {}],
    ['telephone numbers', { phone: true }],
  ])('with a pool whose sign-in alias is %s', (_, aliases) => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Other', { signInAliases: { username: true, ...aliases } });

    expect(() => newDashboard({ userPool }, stack))
      .toThrow(`${HERE}userPool must let people sign in by email, but Stack/Other does not. Create a pool with signInAliases: { email: true }`);
  });

  test('with a client that has a secret', () => {
    const stack = newStack();
    const userPoolClient = newUserPool(stack, 'Other').addClient('Server', { generateSecret: true });

    expect(() => newDashboard({ userPoolClient }, stack))
      .toThrow(`${HERE}userPoolClient must have no secret, which a browser cannot keep, but Stack/Other/Server has one`);
  });

  test('with a client that cannot sign in by SRP', () => {
    const stack = newStack();
    const userPoolClient = newUserPool(stack, 'Other').addClient('Server', { authFlows: { adminUserPassword: true } });

    expect(() => newDashboard({ userPoolClient }, stack))
      .toThrow(`${HERE}userPoolClient must allow the sign-in by SRP (ALLOW_USER_SRP_AUTH), but Stack/Other/Server allows ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH`);
  });

  test('with a client whose tokens the API does not accept', () => {
    const stack = newStack();
    const userPoolClient = newUserPool(stack, 'Other').addClient('Web');

    expect(() => newDashboard({ userPoolClient }, stack))
      .toThrow(`${HERE}userPoolClient must be one of the clients whose tokens the API's authorizer accepts, Stack/Pool/Web, but was Stack/Other/Web.`);
  });

  test('with an imported client whose tokens the API does not accept', () => {
    const stack = newStack();
    const [userPoolClient, other] = ['abc', 'def'].map((id) => cognito.UserPoolClient.fromUserPoolClientId(stack, id, id));

    expect(() => newDashboard({ userPoolClient }, stack, { userPoolClients: [other] }))
      .toThrow(`${HERE}userPoolClient must be one of the clients whose tokens the API's authorizer accepts, def, but was abc.`);
  });

  test.each(['title', 'logo', 'primaryColor'] as const)('with a %s that is known only at deploy time', (name) => {
    const stack = newStack();
    const value = new CfnParameter(stack, 'Parameter').valueAsString;

    expect(() => newDashboard({ branding: { [name]: value } }, stack)).toThrow(`${HERE}branding.${name} must be`);
  });
});

describe('people who sign up', () => {
  const STANDARD = [
    'fullname', 'givenName', 'middleName', 'familyName', 'nickname', 'preferredUsername', 'birthdate', 'gender', 'phoneNumber', 'address', 'website',
    'profilePage', 'profilePicture', 'locale', 'timezone',
  ] as const satisfies ReadonlyArray<keyof cognito.StandardAttributes>;
  const requiring = (...names: ReadonlyArray<keyof cognito.StandardAttributes>): cognito.UserPoolProps => ({
    standardAttributes: Object.fromEntries(names.map((name) => [name, { required: true }])),
  });
  const dashboardOf = (props: cognito.UserPoolProps, change: (userPool: cognito.UserPool, stack: Stack) => void = () => undefined) => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Other', props);
    const dashboard = newDashboard({ userPool }, stack);
    change(userPool, stack);
    return dashboard;
  };
  const preSignUp = (userPool: cognito.UserPool, stack: Stack) => userPool.addTrigger(
    cognito.UserPoolOperation.PRE_SIGN_UP, lambda.Function.fromFunctionArn(stack, 'PreSignUp', 'arn:aws:lambda:us-east-1:123456789012:function:pre-sign-up'),
  );

  test('are asked for their name if the pool requires none', () => {
    const { signIn } = configurationOf(dashboardOf({ standardAttributes: { email: { required: true }, givenName: { required: false } } }).template());

    expect(signIn.signUpAttributes).toEqual(['name']);
  });

  test.each(['fullname', 'givenName', 'familyName'] as const)('are not asked for a name twice if the pool requires the %s', (attribute) => {
    const { signIn } = configurationOf(dashboardOf(requiring(attribute, 'locale')).template());

    expect(signIn.signUpAttributes).toHaveLength(2);
    expect(signIn.signUpAttributes).toContain('locale');
  });

  test('are not asked for a name that the app client cannot write', () => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Other');
    const writeAttributes = new cognito.ClientAttributes().withStandardAttributes({ email: true });
    const userPoolClient = userPool.addClient('Narrow', { authFlows: { userSrp: true }, writeAttributes });
    const { signIn } = configurationOf(newDashboard({ userPool, userPoolClient }, stack, { userPoolClients: [userPoolClient] }).template());

    expect(signIn).not.toHaveProperty('signUpAttributes');
  });

  test('are asked for the standard attributes that the pool requires', () => {
    const { signIn } = configurationOf(dashboardOf(requiring('familyName', 'email', 'givenName')).template());

    expect(signIn.signUpAttributes).toEqual(['given_name', 'family_name']);
  });

  test('can be asked for all standard attributes that a person can enter', () => {
    const { signIn } = configurationOf(dashboardOf({ ...requiring(...STANDARD), autoVerify: { email: true } }).template());

    expect(signIn.signUpAttributes).toEqual(SIGN_UP_ATTRIBUTES);
    expect(signIn.signUpAttributes).toHaveLength(STANDARD.length);
  });

  test('are asked for nothing if they cannot sign up', () => {
    const dashboard = dashboardOf({ selfSignUpEnabled: false, ...requiring('givenName'), autoVerify: { email: false } });
    const { signIn } = configurationOf(dashboard.template());

    expect(signIn).toMatchObject({ signUp: false });
    expect(signIn).not.toHaveProperty('signUpAttributes');
  });

  test('cannot be asked for the time of the last update', () => {
    expect(() => dashboardOf(requiring('lastUpdateTime')))
      .toThrow(/^\[Stack\/Dashboard\] The attributes that userPool requires must be some of name, .*, but Stack\/Other also requires updated_at, which the sign-up of the dashboard cannot ask for\./);
  });

  test('cannot be asked for a custom attribute', () => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Other');
    (userPool.node.defaultChild as cognito.CfnUserPool).schema = [{ name: 'plan', attributeDataType: 'String', required: true }];

    expect(() => newDashboard({ userPool }, stack)).toThrow('but Stack/Other also requires plan, which');
  });

  test('must get a code by email', () => {
    expect(() => dashboardOf({ autoVerify: { email: false } }).template())
      .toThrow('[Stack/Dashboard] userPool must verify the email addresses of people who sign up, but Stack/Other does not, so people could not confirm a sign-up at the dashboard.');
  });

  test('must not get the code by SMS instead', () => {
    const required = requiring('phoneNumber');

    expect(() => dashboardOf({ ...required, autoVerify: { email: true, phone: true } }).template())
      .toThrow('[Stack/Dashboard] userPool must send the code of a sign-up by email, but Stack/Other requires a phone number and verifies it');
    expect(() => dashboardOf({ ...required, autoVerify: { email: true } }).template()).not.toThrow();
    expect(() => dashboardOf({ autoVerify: { email: true, phone: true } }).template()).not.toThrow();
  });

  test('can be confirmed by an application\'s own function, also if it is added later', () => {
    expect(() => dashboardOf({ autoVerify: { email: false } }, preSignUp).template()).not.toThrow();
  });
});

describe('warns of', () => {
  const warningsOf = (stack: Stack) => Annotations.fromStack(stack).findWarning('/Stack/Dashboard', Match.anyValue()).map(({ entry }) => entry.data);

  test('a pool with user names, which the sign-up does not ask for', () => {
    const stack = newStack();
    newDashboard({ userPool: newUserPool(stack, 'Other', { signInAliases: { username: true, email: true } }) }, stack);

    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^People cannot sign up at the dashboard: Stack\/Other gives them a user name.*cdk-tenancy:dashboardWithoutSignUp/)]);
  });

  test('a certificate that may be in another Region than us-east-1', () => {
    const stack = newStack();
    const certificate = new acm.Certificate(stack, 'Certificate', { domainName: DOMAIN_NAME });
    newDashboard({ domainName: DOMAIN_NAME, certificate }, stack);

    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^The certificate Stack\/Certificate must be in us-east-1, .*cdk-tenancy:certificateRegion/)]);
  });

  test.each<[string, (stack: Stack) => acm.ICertificate]>([
    ['that is created in us-east-1', (stack) => new acm.Certificate(new Stack(stack.node.scope as App, 'Edge', { env: { region: 'us-east-1' }, crossRegionReferences: true }), 'Certificate', { domainName: DOMAIN_NAME })],
    ['that is imported', (stack) => certificateOf(stack)],
    ['whose ARN is a parameter', (stack) => certificateOf(stack, new CfnParameter(stack, 'Arn').valueAsString)],
  ])('nothing for a certificate %s', (_, certificateFor) => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-central-1' }, crossRegionReferences: true });
    newDashboard({ domainName: DOMAIN_NAME, certificate: certificateFor(stack) }, stack);

    expect(warningsOf(stack)).toEqual([]);
  });

  test('nothing for its own resources', () => {
    const { stack } = newDashboard();

    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('works', () => {
  test('with a color on which white text is just readable', () => {
    expect(() => newDashboard({ branding: { primaryColor: '#767676' } })).not.toThrow();
  });

  test('with values that are known only at deploy time', () => {
    const stack = newStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    const certificate = certificateOf(stack, parameter('CertificateArn'));

    expect(distributionOf(newDashboard({ domainName: parameter('DomainName'), certificate, webAclArn: parameter('WebAclArn') }, stack).template())).toMatchObject({
      Aliases: [{ Ref: 'DomainName' }],
      ViewerCertificate: { AcmCertificateArn: { Ref: 'CertificateArn' } },
      WebACLId: { Ref: 'WebAclArn' },
    });
  });

  test('with a certificate that is created in us-east-1', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const certificate = new acm.Certificate(stack, 'Certificate', { domainName: DOMAIN_NAME });

    expect(() => newDashboard({ domainName: DOMAIN_NAME, certificate }, stack)).not.toThrow();
  });

  test('with an imported client, which cannot be checked', () => {
    const stack = newStack();
    const userPoolClient = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'abc');

    expect(configurationOf(newDashboard({ userPoolClient }, stack).template()).signIn.userPoolClientId).toBe('abc');
  });

  test('with an imported client that the API has imported too', () => {
    const stack = newStack();
    const [userPoolClient, same] = ['One', 'Two'].map((id) => cognito.UserPoolClient.fromUserPoolClientId(stack, id, 'abc'));

    expect(() => newDashboard({ userPoolClient }, stack, { userPoolClients: [same] })).not.toThrow();
  });

  test('with a client whose id is known only at deploy time', () => {
    const stack = newStack();
    const userPoolClient = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', new CfnParameter(stack, 'ClientId').valueAsString);
    const other = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Other', 'abc');

    expect(() => newDashboard({ userPoolClient }, stack, { userPoolClients: [other] })).not.toThrow();
  });
});
