import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { APPLICATION_NAME, newStack } from './support';
import { Freshness, SuspensionAccess, Tenancy, TenantAuthorizer, type TenantAuthorizerProps, TenantTables } from '../../src';

/** A stack with an authorizer of an API by itself. */
function stackWith(props: Partial<TenantAuthorizerProps> = {}, hasTables = true): Stack {
  const stack = new Stack(new App(), 'Stack');
  const userPool = new cognito.UserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', {
    userPool, userPoolClients: [userPool.addClient('Web')], tables: hasTables ? new TenantTables(stack, 'Tables') : undefined, ...props,
  });
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(api) });
  return stack;
}

function deployed(stack: Stack) {
  const template = Template.fromStack(stack);
  const [{ Properties: { AuthorizerResultTtlInSeconds } }] = Object.values(template.findResources('AWS::ApiGateway::Authorizer'));
  const [{ Properties: { Environment: { Variables }, Role: { 'Fn::GetAtt': [roleId] } } }] = Object.values<any>(
    template.findResources('AWS::Lambda::Function', { Properties: { Environment: { Variables: { TENANCY_ACCESS_RULES: Match.anyValue() } } } }),
  );
  const statements = template.findResources('AWS::IAM::Role')[roleId].Properties.Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement);
  return { ttl: AuthorizerResultTtlInSeconds, variables: Variables, reads: statements.filter(({ Action }: any) => JSON.stringify(Action).includes('dynamodb')) };
}

describe('a tenancy', () => {
  test('reads rights that are at most 30 seconds old, and the cache ends two seconds earlier', () => {
    const stack = newStack();
    new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME });

    const { ttl, variables } = deployed(stack);
    expect([ttl, variables.TENANCY_FRESHNESS_SECONDS]).toEqual([28, '30']);
    expect([variables.TENANCY_TENANTS_TABLE_NAME, variables.TENANCY_USERS_TABLE_NAME]).toEqual([
      { Ref: expect.stringMatching(/^TenancyTablesTenants/) }, { Ref: expect.stringMatching(/^TenancyTablesUsers/) },
    ]);
  });

  test('passes on what was chosen', () => {
    const stack = newStack();
    new Tenancy(stack, 'Tenancy', {
      applicationName: APPLICATION_NAME, freshness: Freshness.within(Duration.minutes(2)), suspension: { access: SuspensionAccess.READ_ONLY },
    });

    const { ttl, variables } = deployed(stack);
    expect([ttl, variables.TENANCY_FRESHNESS_SECONDS, variables.TENANCY_SUSPENSION_ACCESS]).toEqual([118, '120', 'read-only']);
  });
});

describe('the authorizer', () => {
  test('can read the attributes of rights in batches, and nothing else', () => {
    const select = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' }, Null: { 'dynamodb:Attributes': 'false', 'dynamodb:Select': 'false' } };

    expect(deployed(stackWith()).reads).toEqual([
      {
        Effect: 'Allow',
        Action: 'dynamodb:BatchGetItem',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^TablesTenants/), 'Arn'] },
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenantid', 'status'] }, ...select },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:BatchGetItem',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^TablesUsers/), 'Arn'] },
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenantid', 'userid', 'role', 'erasedat', 'validafter', 'sealingkey'] }, ...select },
      },
    ]);
  });

  test('reads for each request, and nothing is cached, if that was chosen', () => {
    const { ttl, variables } = deployed(stackWith({ freshness: Freshness.eachRequest() }));
    expect([ttl, variables.TENANCY_FRESHNESS_SECONDS]).toEqual([0, '5']);
  });

  test.each<[string, Partial<TenantAuthorizerProps>, boolean]>([
    ['if that was chosen', { freshness: Freshness.ofToken() }, true], ['without tables', {}, false],
  ])('has no rights on tables, and decisions are cached for five minutes, %s', (_, props, hasTables) => {
    const { ttl, variables, reads } = deployed(stackWith(props, hasTables));

    expect(ttl).toBe(300);
    expect(reads).toEqual([]);
    expect([variables.TENANCY_FRESHNESS_SECONDS, variables.TENANCY_TENANTS_TABLE_NAME, variables.TENANCY_USERS_TABLE_NAME]).toEqual(['', '', '']);
  });

  test('warns that rights last as long as tokens if it has no tables, unless that was chosen', () => {
    const warnings = (props: Partial<TenantAuthorizerProps>, hasTables: boolean) =>
      Annotations.fromStack(stackWith(props, hasTables)).findWarning('*', Match.stringLikeRegexp('Rights that have ended')).length;

    expect(warnings({}, false)).toBe(1);
    expect(warnings({ freshness: Freshness.ofToken() }, false)).toBe(0);
    expect(warnings({}, true)).toBe(0);
  });

  test('accepts a cache that is shorter than the freshness', () => {
    expect(deployed(stackWith({ resultsCacheTtl: Duration.seconds(10) })).ttl).toBe(10);
  });
});

describe('wrong use is refused:', () => {
  test.each<[string, Partial<TenantAuthorizerProps>, string]>([
    ['a freshness without tables', { tables: undefined, freshness: Freshness.eachRequest() }, 'tables must be set, because freshness is not Freshness.ofToken(), but was undefined.'],
    ['a freshness of two seconds', { freshness: Freshness.within(Duration.seconds(2)) }, 'freshness must be whole seconds from 3 seconds to 1 hour, but was 2 seconds.'],
    ['a freshness of two hours', { freshness: Freshness.within(Duration.hours(2)) }, 'freshness must be whole seconds from 3 seconds to 1 hour, but was 2 hours.'],
    ['a freshness that is a number', { freshness: Freshness.within(30 as unknown as Duration) }, 'freshness must be a Duration, but was 30.'],
    ['a cache that outlives the rights', { resultsCacheTtl: Duration.seconds(29) }, 'resultsCacheTtl must be at most 28 seconds, but was 29 seconds.'],
    ['a cache for fresh rights', { freshness: Freshness.eachRequest(), resultsCacheTtl: Duration.seconds(1) }, 'resultsCacheTtl must be at most 0 seconds, but was 1 second'],
    ['a cache of two hours', { freshness: Freshness.ofToken(), resultsCacheTtl: Duration.hours(2) }, 'resultsCacheTtl must be at most 3600 seconds, but was 7200 seconds.'],
  ])('%s', (_, props, message) => {
    expect(() => stackWith(props)).toThrow(`[Stack/Authorizer] ${message}`);
  });
});
