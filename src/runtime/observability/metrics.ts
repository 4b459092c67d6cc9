import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_DIMENSION, type MetricName } from '../../contract/metrics';

/**
 * Counts for this function alone: an account can have several deployments of one application, and Lambda gives each function
 * a name of its own. One set of dimensions, as each is a metric that is paid for.
 */
export function createMetrics(): Metrics {
  // Lambda sets it.
  return new Metrics({ defaultDimensions: { [METRIC_DIMENSION.functionName]: process.env.AWS_LAMBDA_FUNCTION_NAME! } });
}

/** Counts something that has happened. It is written at once, so a function that throws right after loses nothing. */
export function count(metrics: Metrics, metric: MetricName, times = 1): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, times);
}
