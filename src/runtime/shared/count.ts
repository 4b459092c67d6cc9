import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricName } from '../../contract/metrics';

/** Counts something that has happened. It is written at once, so a function that throws right after loses nothing. */
export function count(metrics: Metrics, metric: MetricName, times = 1): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, times);
}
