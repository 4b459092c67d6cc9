import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  type FunctionConfiguration, GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand, waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { clients } from './clients';
import type { DeployedApp } from './deployed-app';

const UPDATE_SECONDS = 60;

/** The function that Cognito calls before it issues tokens. */
export async function preTokenFunction({ outputs }: DeployedApp): Promise<FunctionConfiguration> {
  const { UserPool } = await clients.cognito().send(new DescribeUserPoolCommand({ UserPoolId: outputs.UserPoolId }));
  const { PreTokenGenerationConfig, PreTokenGeneration } = UserPool!.LambdaConfig!;
  return clients.lambda().send(new GetFunctionConfigurationCommand({ FunctionName: PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration }));
}

/** Changes the environment of a function, so that its next call is a cold start, and turns on its platform logs. */
export async function startAnew({ FunctionArn, Environment, LoggingConfig }: FunctionConfiguration): Promise<void> {
  const lambda = clients.lambda();
  await lambda.send(new UpdateFunctionConfigurationCommand({
    FunctionName: FunctionArn,
    Environment: { Variables: { ...Environment?.Variables, COLD_START: `${Date.now()}` } },
    // Logs the start and the end of each call.
    LoggingConfig: { ...LoggingConfig, SystemLogLevel: 'INFO' },
  }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: UPDATE_SECONDS }, { FunctionName: FunctionArn });
}
