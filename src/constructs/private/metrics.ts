import { aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { METRICS_NAMESPACE, type MetricName } from '../../contract/metrics';

/** A metric that a function of the package emits: the name is the one that it emits it under. */
export function emittedMetric(name: MetricName, serviceName: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: { service: serviceName },
    statistic: cloudwatch.Stats.SUM,
    ...options,
  });
}
