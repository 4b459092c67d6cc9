import { Duration, aws_cloudwatch as cloudwatch, aws_cognito as cognito, aws_events as events, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import type { SignUpEnvironment } from '../contract/environment';
import { METRIC } from '../contract/metrics';
import { emittedMetric, type MetricSource } from './private/functions/metrics';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantUserRecords } from './private/tables/table-rights';
import { attachTrigger } from './private/user-pool/user-pool-trigger';
import { validateApplicationName } from './private/validation/application-name';
import { inOneCdk } from './private/validation/one-cdk';
import { ITenantTables } from './tenant-tables';

/**
 * Properties of `SignUpPublisher`.
 */
export interface SignUpPublisherProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   * The source of the events is `<applicationName>.user`.
   */
  readonly applicationName: string;

  /**
   * The bus that sign-ups are published on.
   */
  readonly eventBus: events.IEventBus;

  /**
   * The tables, if people can be invited. They record users who sign up through an invitation; such users don't get their own tenant. The
   * web app passes `ClientMetadata: { invitation: 'true' }` to `ConfirmSignUp`, and the event contains `invited: true`.
   *
   * @default - every user who signs up gets their own tenant
   */
  readonly tables?: ITenantTables;

  /**
   * The pool whose sign-ups are published. It must be in the account and Region of this construct.
   *
   * If this app creates the pool, its trigger is set. For an imported pool, only Cognito's permission is added, and a warning says which
   * trigger to set by hand.
   *
   * @default - no pool; set the post-confirmation trigger to `handler` yourself
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * Memory, tracing and logs of the function.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;
}

/**
 * Publishes an event when a user has confirmed their sign-up: source `<applicationName>.user`, detail type `created`,
 * detail `{ email, userName, name, userId }`, where `userId` is the Cognito `sub`.
 *
 * A password reset does not publish an event. If the bus refuses the event, the user sees an error, but is confirmed. `PreTokenEnricher`
 * publishes the event again at the next sign-in.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
export class SignUpPublisher extends Construct {
  /**
   * The function that Cognito calls after a confirmation.
   */
  public readonly handler: lambda.Function;

  private readonly metricSource: MetricSource;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the publisher.
   */
  public constructor(scope: Construct, id: string, props: SignUpPublisherProps) {
    super(inOneCdk(scope, id, props), id);
    validateApplicationName(this, props.applicationName);

    const environment: SignUpEnvironment = {
      TENANCY_APPLICATION_NAME: props.applicationName,
      TENANCY_EVENT_BUS_NAME: props.eventBus.eventBusName,
      TENANCY_USERS_TABLE_NAME: props.tables?.users.tableName ?? '',
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'sign-up',
      description: 'Publishes confirmed sign-ups on the event bus',
      serviceName: props.applicationName,
      options: props.functionOptions,
      environment,
      // The longest time that Cognito waits.
      timeout: Duration.seconds(5),
    });
    this.metricSource = { handler: this.handler, serviceName: props.applicationName };
    const grantee = inlineRightsOf(this.handler);
    props.eventBus.grantPutEventsTo(grantee);
    if (props.tables) {
      grantUserRecords(grantee, props.tables.users);
    }

    if (props.userPool) {
      attachTrigger(this, props.userPool, this.handler, { operation: cognito.UserPoolOperation.POST_CONFIRMATION });
    }
  }

  /**
   * The number of sign-ups that were published.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricPublished(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.signUpPublished, this.metricSource, options);
  }

  /**
   * The number of sign-ups that the bus refused. `PreTokenEnricher.metricRepublishFailed` counts refused events of later sign-ins.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricPublishFailed(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.signUpPublishFailed, this.metricSource, options);
  }
}
