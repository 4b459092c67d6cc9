import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, paginateListExecutions, type ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Message } from '@aws-sdk/client-sqs';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { dynamodb, eventBridge, sqs, stepFunctions } from './clients';
import { readSagaOutputs, type ApplicationName } from './deployment';
import { messagesIn } from './queues';
import type { User } from './users';
import { Subscription } from '../../local/client/subscription';
import { USER_RECORD_PREFIX, type TenantItem, type UserItem, type UserRecord } from '../../src/contract/attributes';
import { DETAIL_TYPE, eventSources } from '../../src/contract/events';

const POLL_MS = 300;

export interface Rows {
  readonly tenants: readonly TenantItem[];
  readonly users: readonly UserItem[];
  /** Records of users, beside their memberships. */
  readonly records: readonly RecordRow[];
}

export interface RecordRow {
  /** Value of both keys. */
  readonly key: string;
  readonly tenants: readonly string[];
}

/** A deployed saga: its inputs, and everything that is visible from outside. */
export class Saga {
  public readonly outputs;
  public readonly source;

  public constructor(public readonly applicationName: ApplicationName) {
    this.outputs = readSagaOutputs(applicationName);
    this.source = eventSources(applicationName);
  }

  public tenantIdOf({ userId }: Pick<User, 'userId'>): string {
    return createHash('sha256').update(`${this.applicationName}:${userId}`).digest('hex').slice(0, 32);
  }

  /** Puts sign-ups on the bus, at most 10 at a time. @returns the ids of the events */
  public async signUp(...users: readonly User[]): Promise<string[]> {
    return this.publish(this.source.user, users);
  }

  /** Puts the events on the bus that announce new tenants, which have no admin yet. @returns the ids of the events */
  public async announceTenantCreated(...users: readonly User[]): Promise<string[]> {
    return this.publish(this.source.tenant, users.map((user) => ({ tenantId: this.tenantIdOf(user), ...user })));
  }

  private async publish(source: string, details: readonly unknown[]): Promise<string[]> {
    const { Entries = [] } = await eventBridge.send(new PutEventsCommand({
      Entries: details.map((detail) => ({
        EventBusName: this.outputs.EventBusName, Source: source, DetailType: DETAIL_TYPE.created, Detail: JSON.stringify(detail),
      })),
    }));
    return Entries.map(({ EventId, ErrorCode }) => {
      if (EventId === undefined) throw new Error(`The bus refused an event: ${ErrorCode}.`);
      return EventId;
    });
  }

  /** Collects the events of a source and a detail type on the bus of this application. */
  public async subscribe<D>(source: string, detailType: string): Promise<Subscription<D>> {
    return Subscription.to<D>({ eventBridge, sqs, eventBusName: this.outputs.EventBusName }, { 'source': [source], 'detail-type': [detailType] });
  }

  /** Resolves when no execution of the two machines is running. */
  public async settled(signal: AbortSignal): Promise<void> {
    // The order matters: the first machine starts executions of the second, but not the other way round.
    for (const machine of [this.outputs.CreateTenantArn, this.outputs.AddFirstAdminArn]) {
      while ((await executionsOf(machine, 'RUNNING')).length > 0) {
        await sleep(POLL_MS, undefined, { signal });
      }
    }
  }

  /** The number of running executions of both machines. */
  public async countUnderWay(): Promise<number> {
    const machines = [this.outputs.CreateTenantArn, this.outputs.AddFirstAdminArn];
    return (await Promise.all(machines.map((machine) => executionsOf(machine, 'RUNNING')))).flat().length;
  }

  /** The error names of all failed executions. */
  public async failures(): Promise<string[]> {
    const arns = (await Promise.all([this.outputs.CreateTenantArn, this.outputs.AddFirstAdminArn]
      .map((machine) => executionsOf(machine, 'FAILED')))).flat();
    return Promise.all(arns.map(async (executionArn) => {
      const { error = 'no error' } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      return error;
    }));
  }

  /** All rows of both tables. */
  public async rows(): Promise<Rows> {
    const items = await scan<UserItem & UserRecord>(this.outputs.UsersTableName);
    const isRecord = ({ tenantid }: UserItem) => tenantid.startsWith(USER_RECORD_PREFIX);
    return {
      tenants: await scan<TenantItem>(this.outputs.TenantsTableName),
      users: items.filter((item) => !isRecord(item)),
      records: items.filter(isRecord).map(({ tenantid, tenants = [] }) => ({ key: tenantid, tenants: [...tenants].sort() })),
    };
  }

  /** All messages of the dead-letter queue. They stay in the queue. */
  public async deadLetters(): Promise<Message[]> {
    return messagesIn(this.outputs.DeadLetterQueueUrl);
  }
}

async function executionsOf(stateMachineArn: string, statusFilter: ExecutionStatus): Promise<string[]> {
  const arns: string[] = [];
  for await (const { executions = [] } of paginateListExecutions({ client: stepFunctions }, { stateMachineArn, statusFilter })) {
    arns.push(...executions.map(({ executionArn }) => executionArn!));
  }
  return arns;
}

async function scan<Item>(TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName, ConsistentRead: true })) {
    items.push(...Items as Item[]);
  }
  return items;
}
