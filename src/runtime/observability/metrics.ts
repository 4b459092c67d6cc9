import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_DIMENSION, type MetricName } from '../../contract/metrics';

/**
 * Creates metrics of this function alone. An account can have several deployments of one application, so the dimension is the name of the
 * function, which is unique. There is only one set of dimensions, because AWS charges for each set as a metric.
 */
export function createMetrics(): Metrics {
  // Lambda sets the variable.
  return new Metrics({ defaultDimensions: { [METRIC_DIMENSION.functionName]: process.env.AWS_LAMBDA_FUNCTION_NAME! } });
}

/** Adds to a metric. The line is written at once, so it is not lost if the function throws afterwards. */
export function count(metrics: Metrics, metric: MetricName, times = 1): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, times);
}
