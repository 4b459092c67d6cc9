import { RemovalPolicy, aws_lambda as lambda, aws_logs as logs } from 'aws-cdk-lib';

/**
 * Options for the Lambda functions of a construct.
 */
export interface FunctionOptions {
  /**
   * Memory of each function, in MiB: 128 to 10,240. Lambda allocates CPU power in proportion to the memory.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   * @default 512
   */
  readonly memorySize?: number;

  /**
   * Whether the functions send traces to AWS X-Ray. With `Tracing.DISABLED`, they also have no permission to send them.
   *
   * @default Tracing.ACTIVE
   */
  readonly tracing?: lambda.Tracing;

  /**
   * How long CloudWatch Logs keeps the logs of the functions.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Whether the log groups of the functions are kept when the construct is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}
