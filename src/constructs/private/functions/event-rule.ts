import { Duration, Stack, aws_events as events, aws_events_targets as targets, aws_iam as iam, aws_lambda as lambda, aws_sqs as sqs } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface EventRuleProps {
  readonly description: string;
  readonly eventBus: events.IEventBus;
  readonly source: string;
  readonly detailTypes: readonly string[];
  readonly handler: lambda.IFunction;
  /** The queue for events that cannot be delivered for 24 hours. The rule gets the right to send to it. */
  readonly deadLetterQueue: sqs.IQueue;
}

/** Calls a function for events on a bus. */
export function callOnEvents(scope: Construct, id: string, props: EventRuleProps): void {
  const { description, eventBus, source, detailTypes, handler, deadLetterQueue } = props;
  const target = new targets.LambdaFunction(handler, { maxEventAge: Duration.hours(24), retryAttempts: 185 });
  const rule = new events.Rule(scope, id, {
    description,
    eventBus,
    eventPattern: { source: [source], detailType: [...detailTypes] },
    targets: [{ bind: (bound) => ({ ...target.bind(bound), deadLetterConfig: { arn: deadLetterQueue.queueArn } }) }],
  });
  letSend(rule, deadLetterQueue);
}

/**
 * Lets the rule send to the queue. The queue's policy names the rule if both are in one stack. Otherwise the rule's stack depends on the
 * queue's, so a policy that names the rule would be a cycle; it then allows all rules of the account. It can't be restricted to the bus
 * either: the ARN of a rule on the default bus doesn't name the bus.
 */
function letSend(rule: events.Rule, queue: sqs.IQueue): void {
  const { account } = Stack.of(queue);
  const rules = Stack.of(queue).formatArn({ service: 'events', resource: 'rule', resourceName: '*' });
  queue.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: Stack.of(rule) === Stack.of(queue)
      ? { ArnEquals: { 'aws:SourceArn': rule.ruleArn } }
      : { ArnLike: { 'aws:SourceArn': rules }, StringEquals: { 'aws:SourceAccount': account } },
  }));
}
