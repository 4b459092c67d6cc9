import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { Duration, RemovalPolicy, Token, aws_iam as iam, aws_lambda as lambda, aws_logs as logs, aws_sqs as sqs } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { limitEnvironment } from './environment-size';
import { ASSETS } from '../../../assets';
import type { ObservabilityEnvironment } from '../../../contract/environment';
import { METRICS_NAMESPACE } from '../../../contract/metrics';
import { FunctionOptions } from '../../function-options';
import { createRole, inlineRightsOf } from '../rights/inline-rights';
import { grantQueueKey } from '../rights/key-rights';
import { acknowledgeFindings, FUNCTION_FINDINGS, FUNCTION_ROLE_FINDINGS } from '../validation/acknowledged-findings';
import { ConstructError } from '../validation/construct-error';

const BUNDLES = path.join(ASSETS, 'runtime');

export interface RuntimeFunctionProps<Environment> {
  /** The folder of the function in `src/runtime`. */
  readonly bundle: string;
  readonly description: string;
  /** The function's name in logs and metrics. */
  readonly serviceName: string;
  readonly environment: Environment;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** The queue for events of asynchronous calls that failed three times. @default - none, for functions that are called synchronously */
  readonly deadLetterQueue?: sqs.IQueue;
  readonly options?: FunctionOptions;
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const MEMORY_SIZE = { lowest: 128, default: 512, highest: 10_240 };

/**
 * Creates a function whose code ships inside this package. Its role can write only its own logs and traces until it is granted more.
 *
 * It is not a subclass, because the module of a base class would be loaded together with this package even if the app doesn't need it.
 */
export function createRuntimeFunction<Environment extends Record<string, string>>(
  scope: Construct,
  id: string,
  props: RuntimeFunctionProps<Environment>,
): lambda.Function {
  const code = path.join(BUNDLES, props.bundle);
  if (!existsSync(path.join(code, 'index.mjs'))) {
    throw new ConstructError(scope, `The code of the function ${id} must be at ${code}, but is not there. `
      + 'The package is incomplete: install it again, or run "npx projen bundle" in a checkout.');
  }
  const { memorySize = MEMORY_SIZE.default, tracing = lambda.Tracing.ACTIVE, logRetention, logRemovalPolicy } = props.options ?? {};
  validateMemorySize(scope, memorySize);
  const logGroup = new logs.LogGroup(scope, `${id}LogGroup`, {
    retention: logRetention ?? logs.RetentionDays.ONE_MONTH,
    removalPolicy: logRemovalPolicy ?? RemovalPolicy.DESTROY,
  });
  const role = createRole(scope, `${id}Role`, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    description: `Role of the function that ${lowerFirst(props.description)}`,
  });
  logGroup.grantWrite(inlineRightsOf(role));
  if (tracing !== lambda.Tracing.DISABLED) {
    grantTracing(role);
  }
  acknowledgeFindings(role, FUNCTION_ROLE_FINDINGS);

  const observability: ObservabilityEnvironment = {
    POWERTOOLS_SERVICE_NAME: props.serviceName,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
  const fn = new lambda.Function(scope, id, {
    description: props.description,
    code: lambda.Code.fromAsset(code),
    handler: 'index.handler',
    // The oldest supported CDK has no constant for this runtime.
    runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS),
    architecture: lambda.Architecture.ARM_64,
    memorySize,
    timeout: props.timeout ?? Duration.seconds(10),
    loggingFormat: lambda.LoggingFormat.JSON,
    // Lambda's log lines about successful calls are also in its metrics, and cost more than the call. Timeouts and crashes are warnings.
    systemLogLevelV2: lambda.SystemLogLevel.WARN,
    logGroup,
    role,
    environment: { ...observability, ...props.environment },
  });
  if (tracing !== lambda.Tracing.DISABLED) {
    // Not `tracing`, because the CDK would add the rights in a separate policy.
    (fn.node.defaultChild as lambda.CfnFunction).tracingConfig = { mode: tracing };
  }
  if (props.deadLetterQueue) {
    // Not `deadLetterQueue`, for the same reason.
    (fn.node.defaultChild as lambda.CfnFunction).deadLetterConfig = { targetArn: props.deadLetterQueue.queueArn };
    grantSend(role, props.deadLetterQueue);
  } else {
    acknowledgeFindings(fn, FUNCTION_FINDINGS);
  }
  limitEnvironment(fn);
  return fn;
}

function validateMemorySize(scope: Construct, memorySize: number): void {
  const { lowest, highest } = MEMORY_SIZE;
  if (!Token.isUnresolved(memorySize) && !(Number.isSafeInteger(memorySize) && memorySize >= lowest && memorySize <= highest)) {
    throw new ConstructError(scope, `functionOptions.memorySize must be a whole number from ${lowest} to ${highest} (MiB), but was ${memorySize}. `
      + 'Choose a value in this range, such as 512.');
  }
}

function grantTracing(role: iam.Role): void {
  iam.Grant.addToPrincipal({
    grantee: inlineRightsOf(role),
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    // These actions of X-Ray support no resources.
    resourceArns: ['*'],
  });
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function grantSend(role: iam.Role, queue: sqs.IQueue): void {
  const grantee = inlineRightsOf(role);
  iam.Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
  grantQueueKey(grantee, queue, 'write');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
