import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand, type CreateEventSourceMappingCommandInput, DeleteEventSourceMappingCommand, GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand, LambdaClient, ListEventSourceMappingsCommand, UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { dynamodb, outputs } from './engine';
import { deployFunction, type TestFunction } from './functions';
import { REPOSITORY } from '../../../local/process/state-directory';
import type { ChangeEventsEnvironment } from '../../../src/contract/environment';

const CODE = path.join(REPOSITORY, 'assets', 'runtime', 'change-events', 'index.mjs');

const lambda = new LambdaClient();

/**
 * A second listener for future changes of a table: a copy of the deployed function, with its role and its destination for failures. It
 * publishes for another application, so its events differ from those of the first.
 */
export class SecondListener {
  /** Creates a listener whose events the bus refuses. */
  static async onRefusingBus(tableName: string, props: Pick<CreateEventSourceMappingCommandInput, 'MaximumRetryAttempts'> = {}): Promise<SecondListener> {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
    const EventSourceArn = Table!.LatestStreamArn!;
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
    const { FunctionArn, DestinationConfig, FunctionResponseTypes, BisectBatchOnFunctionError } = EventSourceMappings[0];
    const { Role, Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: FunctionArn }));
    const applicationName = `second-${randomUUID()}`;
    const environment = { ...Environment!.Variables as ChangeEventsEnvironment, TENANCY_APPLICATION_NAME: applicationName, TENANCY_EVENT_BUS_NAME: 'there-is-no-such-bus' };
    const listener = await deployFunction<DynamoDBStreamEvent, DynamoDBBatchResponse>({
      Role, Runtime: 'nodejs24.x', Handler: 'index.handler', files: { 'index.mjs': readFileSync(CODE) }, environment,
    });
    const { UUID } = await lambda.send(new CreateEventSourceMappingCommand({
      ...props, EventSourceArn, FunctionName: listener.name, StartingPosition: 'LATEST', DestinationConfig, FunctionResponseTypes, BisectBatchOnFunctionError,
    }));
    return new SecondListener(applicationName, listener, environment, UUID!);
  }

  private constructor(
    readonly applicationName: string,
    readonly deployed: TestFunction<DynamoDBStreamEvent, DynamoDBBatchResponse>,
    private readonly environment: ChangeEventsEnvironment,
    private readonly mappingId: string,
  ) {}

  /** Lambda's result of the last batch. */
  async lastResult(): Promise<string> {
    const { LastProcessingResult } = await lambda.send(new GetEventSourceMappingCommand({ UUID: this.mappingId }));
    return LastProcessingResult!;
  }

  /** Makes the bus accept the events of the listener from now on. */
  async mend(): Promise<void> {
    await lambda.send(new UpdateFunctionConfigurationCommand({
      FunctionName: this.deployed.name,
      Environment: { Variables: { ...this.environment, TENANCY_EVENT_BUS_NAME: outputs.EventBusName } },
    }));
  }

  async end(): Promise<void> {
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID: this.mappingId }));
    await this.deployed.remove();
  }
}
