import { Logger } from '@aws-lambda-powertools/logger';
import { METRICS_NAMESPACE } from '../../src/contract/metrics';
import { createMetrics } from '../../src/runtime/observability/metrics';

/** The output of a function during a test: log lines and metrics, each a line of JSON. */
export class Output {
  readonly logger = new Logger({ serviceName: 'test-app', logLevel: 'DEBUG' });
  readonly metrics = createMetrics({
    POWERTOOLS_SERVICE_NAME: 'test-app', POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE, AWS_LAMBDA_FUNCTION_NAME: 'test-function',
  });
  private written = '';

  /** Captures the output from now on, until mocks are restored. */
  constructor() {
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        this.written += String(chunk);
        return true;
      });
    }
  }

  get text(): string {
    return this.written;
  }

  get logs(): Array<Record<string, unknown>> {
    return this.lines.filter((line) => !('_aws' in line));
  }

  /** Names of the metrics that were counted, in order. */
  get counted(): string[] {
    type Emf = { _aws?: { CloudWatchMetrics: Array<{ Namespace: string; Metrics: Array<{ Name: string }> }> } };
    return (this.lines as Emf[])
      .flatMap(({ _aws }) => _aws?.CloudWatchMetrics ?? [])
      .flatMap(({ Metrics: metrics }) => metrics.map(({ Name }) => Name));
  }

  private get lines(): Array<Record<string, unknown>> {
    // Warnings of Node.js can be between the lines.
    return this.written.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }
}
