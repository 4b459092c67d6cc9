import { readEnvironment } from '../../../../src/runtime/environment/environment';
import { authorizerEnvironment } from '../../../../src/runtime/functions/authorizer/environment';
import { CLIENT_ID, USER_POOL_ID } from '../../events';

const ENVIRONMENT = {
  POWERTOOLS_SERVICE_NAME: 'app',
  POWERTOOLS_METRICS_NAMESPACE: 'app',
  POWERTOOLS_LOG_LEVEL: 'INFO',
  TENANCY_USER_POOL_ID: USER_POOL_ID,
  TENANCY_USER_POOL_CLIENT_IDS: CLIENT_ID,
  TENANCY_TOKEN_USE: 'access',
  TENANCY_FRESHNESS_SECONDS: '30',
  TENANCY_CLIENT_DETAILS: 'RECORDED',
  TENANCY_TENANTS_TABLE_NAME: 'tenants',
  TENANCY_USERS_TABLE_NAME: 'users',
  TENANCY_SUSPENSION_ACCESS: 'none',
  AWS_REGION: 'us-east-1',
};

test('the authorizer starts with the rules of its application, or without any', () => {
  for (const rules of ['24;', '24;admin;A * devices']) {
    const environment = { ...ENVIRONMENT, TENANCY_ACCESS_RULES: rules };
    expect(readEnvironment(authorizerEnvironment, environment)).toEqual(environment);
  }
});

test.each<[string, string | undefined]>([
  ['is not set', undefined],
  ['is empty', ''],
  ['must be encoded access rules', '24;admin;A * '],
])('the authorizer does not start with rules whose text %s, so an unreadable rule never opens a route', (problem, rules) => {
  expect(() => readEnvironment(authorizerEnvironment, { ...ENVIRONMENT, TENANCY_ACCESS_RULES: rules }))
    .toThrow(`The environment of this function is incomplete: TENANCY_ACCESS_RULES ${problem}.`);
});

test('the authorizer starts without a freshness if the token alone decides, but not with one that it cannot read', () => {
  const withFreshness = (seconds: string) => readEnvironment(authorizerEnvironment, { ...ENVIRONMENT, TENANCY_ACCESS_RULES: '24;', TENANCY_FRESHNESS_SECONDS: seconds });

  expect(withFreshness('')).toMatchObject({ TENANCY_FRESHNESS_SECONDS: '' });
  expect(() => withFreshness('soon')).toThrow('TENANCY_FRESHNESS_SECONDS must be a whole number above zero');
});
