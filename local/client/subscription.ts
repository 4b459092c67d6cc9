import { randomUUID } from 'node:crypto';
import {
  DeleteRuleCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** An event with its envelope, as a target receives it. */
export interface BusEvent<D> {
  readonly 'id': string;
  readonly 'source': string;
  readonly 'detail-type': string;
  readonly 'detail': D;
}

/** An event bus and the clients to read it with. */
export interface Bus {
  readonly eventBridge: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly eventBusName: string;
}

/** Collects the events that match a pattern. It creates its own rule and queue. */
export class Subscription<D> {
  /** @param name name of the rule and the queue */
  static async to<D>(
    bus: Bus,
    pattern: { readonly 'source': readonly string[]; readonly 'detail-type': readonly string[] },
    name = `subscription-${randomUUID()}`,
  ): Promise<Subscription<D>> {
    const { eventBridge, sqs, eventBusName: EventBusName } = bus;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const QueueArn = Attributes?.QueueArn;
    const { RuleArn } = await eventBridge.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern: JSON.stringify(pattern) }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(deliveryPolicy(QueueArn, RuleArn)) } }));
    await eventBridge.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: 'queue', Arn: QueueArn }] }));
    return new Subscription<D>(bus, name, QueueUrl!);
  }

  private readonly events: BusEvent<D>[] = [];

  private constructor(private readonly bus: Bus, private readonly name: string, private readonly queueUrl: string) {}

  /** All events so far. */
  async received(): Promise<readonly BusEvent<D>[]> {
    const { sqs } = this.bus;
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return this.events;
      this.events.push(...Messages.map(({ Body }) => JSON.parse(Body!)));
      await sqs.send(new DeleteMessageBatchCommand({
        QueueUrl: this.queueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
      }));
    }
  }

  async end(): Promise<void> {
    const { eventBridge, sqs, eventBusName: EventBusName } = this.bus;
    await eventBridge.send(new RemoveTargetsCommand({ Rule: this.name, EventBusName, Ids: ['queue'] }));
    await eventBridge.send(new DeleteRuleCommand({ Name: this.name, EventBusName }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: this.queueUrl }));
  }
}

function deliveryPolicy(queueArn: string | undefined, ruleArn: string | undefined) {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    }],
  };
}
