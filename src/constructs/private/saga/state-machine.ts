import {
  Duration, RemovalPolicy, aws_events as events, aws_events_targets as targets, aws_iam as iam, aws_logs as logs, aws_sqs as sqs,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEAD_LETTERED } from './dead-letter';
import { uniqueName } from '../cloudformation/unique-name';
import { createRole, inlineRightsOf } from '../rights/inline-rights';
import { grantQueueKey } from '../rights/key-rights';
import { type AcknowledgedFindings, acknowledgeFindings, ROLE_FINDINGS, STATE_MACHINE_FINDINGS } from '../validation/acknowledged-findings';

export interface SagaStateMachineProps {
  readonly comment: string;
  readonly type: sfn.StateMachineType;
  readonly eventBus: events.IEventBus;
  /** The events that start the machine. */
  readonly startedBy: events.EventPattern;
  /** Takes the events that could not be delivered to the machine. */
  readonly deadLetterQueue: sqs.IQueue;
  readonly logRetention: logs.RetentionDays;
  readonly logRemovalPolicy: RemovalPolicy;
  /** Makes the states in the given scope and returns the first. */
  readonly define: (scope: Construct) => sfn.IChainable;
}

/** A state machine that is started by events of a bus, and whose failures end in a dead-letter queue. */
export class SagaStateMachine extends Construct {
  public readonly stateMachine: sfn.StateMachine;
  public readonly logGroup: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: SagaStateMachineProps) {
    super(scope, id);
    this.logGroup = this.createLogGroup(props);
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      comment: props.comment,
      stateMachineType: props.type,
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(props.define(this)),
      tracingEnabled: true,
      // As long as an Express execution can last at all.
      timeout: Duration.minutes(5),
      // The CDK lets it use X-Ray and the delivery of vended logs on `*`: AWS offers no resources for these actions.
      role: inlineRightsOf(this.createServiceRole('StateMachineRole', 'states.amazonaws.com', `Of the state machine: ${props.comment}`, STATE_MACHINE_FINDINGS)),
      logs: {
        destination: this.logGroup,
        // Express executions leave no trace but their log.
        level: sfn.LogLevel.ALL,
        // The data of an execution holds names and e-mail addresses.
        includeExecutionData: false,
      },
    });
    grantQueueKey(this.stateMachine, props.deadLetterQueue, 'write');
    new events.Rule(this, 'Rule', {
      description: props.comment,
      eventBus: props.eventBus,
      eventPattern: props.startedBy,
      targets: [new targets.SfnStateMachine(this.stateMachine, {
        deadLetterQueue: props.deadLetterQueue,
        role: inlineRightsOf(this.createServiceRole('StateMachineEventsRole', 'events.amazonaws.com', `Starts the state machine: ${props.comment}`, ROLE_FINDINGS)),
        // As long and as often as EventBridge tries at all.
        maxEventAge: Duration.hours(24),
        retryAttempts: 185,
      })],
    });
    if (props.type === sfn.StateMachineType.STANDARD) {
      this.catchLostExecutions(props.deadLetterQueue);
    }
  }

  private createServiceRole(id: string, service: string, description: string, findings: AcknowledgedFindings): iam.Role {
    const role = createRole(this, id, { assumedBy: new iam.ServicePrincipal(service), description });
    acknowledgeFindings(role, findings);
    return role;
  }

  /**
   * A Standard execution that ends by itself (it ran out of time, was aborted, met an error that no state can catch) says so
   * on the default bus, with the event that had started it. An Express execution says nothing. The news goes into the queue as
   * it is: EventBridge does not escape what a template takes out of an event.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
   */
  private catchLostExecutions(deadLetterQueue: sqs.IQueue): void {
    const rule = new events.Rule(this, 'LostExecutions', {
      description: 'Executions that ended without a dead letter',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [this.stateMachine.stateMachineArn],
          $or: [
            { status: ['TIMED_OUT', 'ABORTED'] },
            { status: ['FAILED'], error: [{ 'anything-but': [DEAD_LETTERED] }] },
            { status: ['FAILED'], error: [{ exists: false }] },
          ],
        },
      },
    });
    // By hand, for the CDK's own target opens a queue with a key of its own, and the key, to all rules of all accounts.
    rule.addTarget({ bind: () => ({ arn: deadLetterQueue.queueArn }) });
    deadLetterQueue.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [deadLetterQueue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }));
  }

  /**
   * Log groups of this prefix share one statement of the account's resource policy for log delivery, which is limited to
   * 5,120 characters. CloudFormation generates no names with a prefix.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
   */
  private createLogGroup(props: SagaStateMachineProps): logs.LogGroup {
    return new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${uniqueName(this, 128)}`,
      retention: props.logRetention,
      removalPolicy: props.logRemovalPolicy,
    });
  }
}
