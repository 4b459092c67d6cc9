import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STS } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type MutantEvent, READING_MUTANTS, SCANNING_MUTANTS, WRITING_MUTANTS } from './mutants';
import { perTenant, ProblemError, tenantOf } from '../../../src/runtime/library';

const rows = perTenant({
  sts: new STS(),
  createClient: (credentials) => DynamoDBDocumentClient.from(new DynamoDBClient({ credentials })),
});

const MUTANTS = { ...READING_MUTANTS, ...WRITING_MUTANTS, ...SCANNING_MUTANTS };

/** The outcome of a request. */
export interface Outcome {
  readonly rows?: unknown;
  /** Name of the error of the AWS SDK. */
  readonly error?: string;
  /** Status of the response, if the library refused the request. */
  readonly refused?: number;
}

export async function handler(event: MutantEvent & { readonly mutant: string }): Promise<Outcome> {
  try {
    const client = rows.forRequest(event);
    const own = { tenantid: tenantOf(event).tenantId, deviceid: event.pathParameters!.deviceId! };
    return { rows: await MUTANTS[event.mutant](client, process.env.TABLE_NAME!, event, own) ?? null };
  } catch (error) {
    return error instanceof ProblemError ? { refused: error.status } : { error: (error as Error).name };
  }
}
