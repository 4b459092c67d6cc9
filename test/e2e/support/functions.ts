import { randomUUID } from 'node:crypto';
import {
  CreateFunctionCommand, type CreateFunctionCommandInput, DeleteFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { zipSync } from 'fflate';

/** A Lambda function for a test. */
export interface TestFunction<Event, Outcome> {
  readonly name: string;
  invoke(event: Event): Promise<Outcome>;
  remove(): Promise<unknown>;
}

export interface TestFunctionProps extends Pick<CreateFunctionCommandInput, 'Handler' | 'Role' | 'Runtime'> {
  /** The files of the function, by name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly environment: Readonly<Record<string, string>>;
}

const lambda = new LambdaClient();

export async function deployFunction<Event, Outcome>({ files, environment, ...props }: TestFunctionProps): Promise<TestFunction<Event, Outcome>> {
  const FunctionName = `test-${randomUUID()}`;
  await lambda.send(new CreateFunctionCommand({
    ...props,
    FunctionName,
    Code: { ZipFile: zipSync(files) },
    Environment: { Variables: environment },
    MemorySize: 512,
    Timeout: 30,
  }));
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
  return {
    name: FunctionName,
    invoke: async (event) => {
      const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
      const answer = Payload!.transformToString();
      if (FunctionError !== undefined) throw new Error(`The function failed: ${answer}`);
      return JSON.parse(answer) as Outcome;
    },
    remove: () => lambda.send(new DeleteFunctionCommand({ FunctionName })),
  };
}

/** Bundles a TypeScript file with its imports into one file. */
export function bundle(entry: string): Uint8Array {
  const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, platform: 'node', target: 'node24', format: 'cjs', write: false });
  return outputFiles[0].contents;
}
