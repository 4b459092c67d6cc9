import { METRIC } from '../../../src/contract/metrics';
import { createMetrics } from '../../../src/runtime/observability/metrics';

const ENVIRONMENT = {
  AWS_LAMBDA_FUNCTION_NAME: 'Blue-TenancyAuthorizerHandler-1a2B3c4D5e6F',
  POWERTOOLS_SERVICE_NAME: 'shop',
  POWERTOOLS_METRICS_NAMESPACE: 'CdkTenancy',
};

afterEach(() => jest.restoreAllMocks());

test('a count has one set of dimensions, the one of its function, because each set costs money', () => {
  jest.replaceProperty(process, 'env', { ...process.env, ...ENVIRONMENT });
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);

  createMetrics().count(METRIC.keySetUnavailable, 2);

  expect(write).toHaveBeenCalledTimes(1);
  expect(write.mock.calls[0][0]).toMatch(/\n$/);
  expect(JSON.parse(String(write.mock.calls[0][0]))).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [{
        Namespace: 'CdkTenancy',
        Dimensions: [['service', 'function_name']],
        Metrics: [{ Name: 'KeySetUnavailable', Unit: 'Count' }],
      }],
    },
    service: 'shop',
    function_name: 'Blue-TenancyAuthorizerHandler-1a2B3c4D5e6F',
    KeySetUnavailable: 2,
  });
});
