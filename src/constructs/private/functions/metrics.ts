import { aws_cloudwatch as cloudwatch, aws_lambda as lambda } from 'aws-cdk-lib';
import { METRIC_DIMENSION, METRICS_NAMESPACE, type MetricName } from '../../../contract/metrics';

/** The function that emits a metric. */
export interface MetricSource {
  readonly handler: lambda.IFunction;
  /** The service name that the handler was created with. */
  readonly serviceName: string;
}

/** Returns the metric that a function of the package emits, with the same name and dimensions. */
export function emittedMetric(name: MetricName, source: MetricSource, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: {
      [METRIC_DIMENSION.service]: source.serviceName,
      [METRIC_DIMENSION.functionName]: source.handler.functionName,
    },
    statistic: cloudwatch.Stats.SUM,
    ...options,
  });
}
