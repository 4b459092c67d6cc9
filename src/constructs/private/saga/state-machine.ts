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
  /** The queue for events that could not be delivered to the machine. */
  readonly deadLetterQueue: sqs.IQueue;
  readonly logRetention: logs.RetentionDays;
  readonly logRemovalPolicy: RemovalPolicy;
  readonly tracingEnabled: boolean;
  /** Creates the states in the given scope and returns the first. */
  readonly define: (scope: Construct) => sfn.IChainable;
}

/** A state machine that is started by events of a bus, and sends failures to a dead-letter queue. */
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
      tracingEnabled: props.tracingEnabled,
      // The longest time of an Express execution.
      timeout: Duration.minutes(5),
      // The CDK allows it to use X-Ray and the delivery of vended logs on `*`, because these actions support no resources.
      role: inlineRightsOf(this.createServiceRole('StateMachineRole', 'states.amazonaws.com', `Role of the state machine: ${props.comment}`, STATE_MACHINE_FINDINGS)),
      logs: {
        destination: this.logGroup,
        // The log is the only record of Express executions.
        level: sfn.LogLevel.ALL,
        // The data of an execution contains names and email addresses.
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
        // The maximum of EventBridge.
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
   * Sends Standard executions to the queue that timed out, were aborted, or failed with an error that no state can catch. Step Functions
   * publishes these on the default bus, with the event that started the execution; it publishes nothing about Express executions. The
   * message is the complete event, because EventBridge does not escape values that an input template takes from an event.
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
    // Not with the CDK's target: for a queue with a customer-managed key, it would allow all rules of all accounts to use queue and key.
    rule.addTarget({ bind: () => ({ arn: deadLetterQueue.queueArn }) });
    deadLetterQueue.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [deadLetterQueue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }));
  }

  /**
   * Creates a log group with a prefix that all state machines share. Such log groups need only one statement in the account's resource policy
   * for log delivery, which is limited to 5,120 characters. CloudFormation does not generate names with a prefix.
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
