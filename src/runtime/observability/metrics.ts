import type { ObservabilityEnvironment } from '../../contract/environment';
import { METRIC_DIMENSION, type MetricName } from '../../contract/metrics';

export interface Metrics {
  /** Adds to a metric. @param times the number to add; 1 by default */
  count(metric: MetricName, times?: number): void;
}

type MetricsEnvironment = Pick<ObservabilityEnvironment, 'POWERTOOLS_METRICS_NAMESPACE' | 'POWERTOOLS_SERVICE_NAME'> & {
  readonly AWS_LAMBDA_FUNCTION_NAME: string;
};

/**
 * Creates metrics of this function alone. An account can have several deployments of one application, so one dimension is the name of the
 * function, which is unique. There is only one set of dimensions, because AWS charges for each set as a metric.
 *
 * Each count is a log line in the embedded metric format of CloudWatch. It is written at once, so it is not lost if the function throws
 * afterwards. It is not written to the console, because Lambda puts lines of the console into JSON of its own, and CloudWatch would not find
 * the metric.
 *
 * @param environment By default, the one of the process: the function has checked two of the variables, and Lambda sets the third.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(environment = process.env as unknown as MetricsEnvironment): Metrics {
  const dimensions = {
    [METRIC_DIMENSION.service]: environment.POWERTOOLS_SERVICE_NAME,
    [METRIC_DIMENSION.functionName]: environment.AWS_LAMBDA_FUNCTION_NAME,
  };
  return {
    count: (metric, times = 1) => {
      const definition = {
        Namespace: environment.POWERTOOLS_METRICS_NAMESPACE,
        Dimensions: [Object.keys(dimensions)],
        Metrics: [{ Name: metric, Unit: 'Count' }],
      };
      process.stdout.write(`${JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [definition] }, ...dimensions, [metric]: times })}\n`);
    },
  };
}
