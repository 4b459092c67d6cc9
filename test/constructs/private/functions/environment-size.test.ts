import { Aws, CfnCondition, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Tenancy, type TenancyProps } from '../../../../src';
import { originDigest } from '../../../../src/contract/origin-digest';
import { APPLICATION_NAME, newApp, newStack, newUserPool } from '../../support';

/** Lambda's own limit. */
const MAX_BYTES = 4_096;

const numbered = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

function newTenancy(props: Partial<TenancyProps> = {}, stack: Stack = newStack(), scope: Construct = stack) {
  return { stack, tenancy: new Tenancy(scope, 'Tenancy', { applicationName: APPLICATION_NAME, ...props }) };
}

function variablesOf(stack: Stack): Array<Record<string, unknown>> {
  return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties.Environment?.Variables ?? {});
}

/** Returns a value with the longest texts in place of values that are known only at deployment. */
function longest(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': [, attribute] = [], Ref: id = '' } = value as { 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[]; 'Ref'?: string };
  if (join) return join[1].map(longest).join(join[0]);
  if (attribute === 'DomainName') return 'd111111abcdef8123.cloudfront.net';
  if (id.includes('EventBus')) return 'x'.repeat(256);
  // Client ids have 26 characters. No other value here has more than 120.
  return 'x'.repeat(id.startsWith('OfManyClient') ? 26 : 120);
}

test('100 origins plus the dashboard\'s, 50 roles, 50 clients and 39 rules fit together', () => {
  const stack = newStack();
  const userPool = newUserPool(stack, 'OfMany');
  const role = (index: number) => `role-${index}`.padEnd(32, '-x');
  newTenancy({
    userPool,
    userPoolClients: numbered(50, (index) => userPool.addClient(`Client${index}`)),
    roles: numbered(50, role),
    dashboard: {},
    corsAllowOrigins: numbered(100, (index) => `https://customer-${index}.with-a-long-name.example.com`),
    accessRules: numbered(39, (index) => ({ path: `/tenant/{tenantId}/thing-${index + 10}`, methods: ['POST', 'PUT', 'DELETE'], roles: ['admin', role(index % 10)] })),
  }, stack);

  const sizes = variablesOf(stack).map((variables) =>
    JSON.stringify(Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, longest(value)]))).length);
  expect(Math.max(...sizes)).toBeGreaterThan(3_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_BYTES);
});

test.each<[string, (stack: Stack, index: number) => string]>([
  ['another stack', (_, index) => Fn.importValue(`a-long-name-of-a-stack:ExportsOutputRefClient${index}`)],
  ['a list of another stack', (_, index) => Fn.select(index, Fn.split(',', Fn.importValue('clients')))],
  ['a parameter', (stack, index) => new CfnParameter(stack, `Parameter${index}`).valueAsString],
  ['Systems Manager', (stack, index) => ssm.StringParameter.valueForStringParameter(stack, `/clients/${index}`)],
])('50 clients with ids from %s fit', (_, idOf) => {
  const stack = newStack();
  const userPoolClients = numbered(50, (index) => cognito.UserPoolClient.fromUserPoolClientId(stack, `Imported${index}`, idOf(stack, index)));
  newTenancy({ userPool: newUserPool(stack, 'Pool'), userPoolClients }, stack);
  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('30 origins with names from another stack fit', () => {
  const { stack } = newTenancy({ corsAllowOrigins: numbered(30, (index) => `https://${Fn.importValue(`Domain${index}`)}`) });
  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('long lists of origins are written as digests, except origins that are known only at deployment', () => {
  const origins = numbered(60, (index) => `https://customer-${index}.example.com`);
  const { stack } = newTenancy({ corsAllowOrigins: [...origins, Lazy.string({ produce: () => 'https://late.example.com' })] });
  expect(variablesOf(stack).map(({ TENANCY_CORS_ALLOW_ORIGINS: value }) => value))
    .toContain([...origins.map(originDigest), 'https://late.example.com'].join(','));
});

describe('an environment that is too large', () => {
  test('is refused with the names of its largest props', () => {
    const { stack } = newTenancy({
      roles: numbered(50, (index) => `role-${index}`.padEnd(32, '-x')),
      invitations: { invitationPageUrl: `https://example.com/${'x'.repeat(3_000)}` },
    });
    expect(() => Template.fromStack(stack)).toThrow(
      /The environment of a function must have at most 4096 bytes, but could have \d+ .*in bytes: invitationPageUrl \(TENANCY_INVITATION_URL\): \d+, roles \(TENANCY_ROLES\): \d+/);
  });

  test('is refused if variables are added later', () => {
    const { stack, tenancy } = newTenancy();
    tenancy.api.handler.addEnvironment('FEATURES', 'x'.repeat(4_000));
    expect(() => Template.fromStack(stack)).toThrow(/\[Stack\/Tenancy\/Api\/Handler\] The environment of a function .* FEATURES: 4008/);
  });

  test('is refused if a value is produced at synth', () => {
    const { stack } = newTenancy({ corsAllowOrigins: [Lazy.string({ produce: () => `https://${'x'.repeat(4_000)}.example.com` })] });
    expect(() => Template.fromStack(stack)).toThrow('corsAllowOrigins (TENANCY_CORS_ALLOW_ORIGINS)');
  });

  const LONG = 'y'.repeat(5_000);
  test.each<[string, (stack: Stack) => string]>([
    ['Fn.sub', () => Fn.sub(`${LONG}\${AWS::Region}`)],
    ['a variable of Fn.sub', () => Fn.sub('${Value}', { Value: LONG })],
    ['Fn.base64', () => Fn.base64('y'.repeat(3_100))],
    ['a branch of Fn.conditionIf', (stack) => Fn.conditionIf(new CfnCondition(stack, 'Condition').logicalId, LONG, '').toString()],
  ])('is refused if the text is in %s', (_, valueOf) => {
    const { stack, tenancy } = newTenancy();
    tenancy.api.handler.addEnvironment('FEATURES', valueOf(stack));
    expect(() => Template.fromStack(stack)).toThrow(/The environment of a function must have .* FEATURES: \d{4}/);
  });

  test('is measured in bytes', () => {
    const { stack, tenancy } = newTenancy();
    tenancy.api.handler.addEnvironment('FEATURES', 'é'.repeat(2_000));
    expect(() => Template.fromStack(stack)).toThrow('FEATURES: 4008');
  });

  test('is refused if names that CloudFormation generates from the name of the stack are long', () => {
    const ofName = (name: string) => {
      const { stack, tenancy } = newTenancy({}, new Stack(newApp(), name));
      tenancy.api.handler.addEnvironment('FEATURES', 'x'.repeat(3_300));
      return stack;
    };
    expect(() => Template.fromStack(ofName('Short'))).not.toThrow();
    expect(() => Template.fromStack(ofName('L'.repeat(128)))).toThrow('The environment of a function must have at most 4096 bytes');
  });
});

describe('a name of which a part is known only at deployment', () => {
  /** The length of the bus's name that synth assumes. */
  function busNameLength(props: Partial<TenancyProps>, stack: Stack, scope?: Construct): number {
    const { tenancy } = newTenancy(props, stack, scope);
    tenancy.signUpPublisher.handler.addEnvironment('FEATURES', 'x'.repeat(4_000));
    try {
      Template.fromStack(stack);
    } catch (error) {
      const [, bytes] = /eventBus \(TENANCY_EVENT_BUS_NAME\): (\d+)/.exec(`${error}`) ?? [];
      return Number(bytes) - 'TENANCY_EVENT_BUS_NAME'.length;
    }
    throw new Error('The environment must be refused, but was accepted.');
  }

  test('has the length of the known part plus the UUID of the stack', () => {
    expect(busNameLength({}, newStack())).toBe('Stack-Tenancy-12345678-'.length + 36);
  });

  test('is not longer than its service allows', () => {
    const stack = newStack();
    const length = busNameLength({}, stack, new Construct(stack, 'P'.repeat(250)));
    expect(length).toBeGreaterThan(240);
    expect(length).toBeLessThanOrEqual(256);
  });

  test('has the length of all its parts', () => {
    const stack = newStack();
    const eventBus = new events.EventBus(stack, 'Bus', { eventBusName: `${'x'.repeat(100)}-${Aws.ACCOUNT_ID}-${Lazy.string({ produce: () => 'late' })}` });
    expect(busNameLength({ eventBus }, stack)).toBe(100 + '-123456789012-late'.length);
  });
});

test('more origins or roles than documented are refused immediately', () => {
  expect(() => newTenancy({ corsAllowOrigins: numbered(101, (index) => `https://${index}.example.com`) }))
    .toThrow('[Stack/Tenancy] corsAllowOrigins must have at most 100 origins, but has 101.');
  expect(() => newTenancy({ roles: numbered(51, (index) => `role-${index}`) })).toThrow('roles must have at most 50 roles besides admin and member, but has 51.');
  const stack = newStack();
  const client = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'client');
  expect(() => newTenancy({ userPool: newUserPool(stack, 'Pool'), userPoolClients: numbered(51, () => client) }, stack))
    .toThrow('userPoolClients must contain at most 50 app clients, but contains 51.');
});
