import { appendFileSync } from 'node:fs';

/** Environment variable with a file. Every request of observed clients is appended to it as a line of JSON. */
export const REQUESTS_FILE_VARIABLE = 'TEST_AWS_REQUESTS';

export interface ObservedRequest {
  /** Name of the client without `Client`, such as `SFN`. */
  readonly service: string;
  /** Name of the operation, such as `ValidateStateMachineDefinition`. */
  readonly operation: string;
  readonly input: unknown;
}

interface Client {
  readonly middlewareStack: {
    add(middleware: (next: any, context: any) => any, options: { readonly step: 'initialize'; readonly name: string; readonly override: boolean }): void;
  };
}

/** Records the requests of a client for a test, which compares them with the models of the services. */
export function observed<C extends Client>(client: C): C {
  const file = process.env[REQUESTS_FILE_VARIABLE];
  if (file !== undefined) {
    client.middlewareStack.add((next, context) => async (args: { readonly input: unknown }) => {
      const request: ObservedRequest = {
        service: context.clientName.replace(/Client$/, ''), operation: context.commandName.replace(/Command$/, ''), input: args.input,
      };
      appendFileSync(file, `${JSON.stringify(request)}\n`);
      return next(args);
    }, { step: 'initialize', name: 'observe', override: true });
  }
  return client;
}
