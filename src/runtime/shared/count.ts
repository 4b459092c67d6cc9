import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { METRIC } from '../../contract/metrics';

/** Counts one occurrence. It is written at once, so a function that throws right after loses nothing. */
export function count(metrics: Metrics, metric: (typeof METRIC)[keyof typeof METRIC]): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, 1);
}
