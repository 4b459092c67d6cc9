import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import type { SourcePage } from './source-page';
import type { ExporterPage, ExporterRequest } from '../../../contract/exports';

const PAGE: z.ZodMiniType<ExporterPage> = z.object({
  rows: z.array(z.record(z.string(), z.unknown())),
  next: z.optional(z.string().check(z.minLength(1))),
});

/**
 * Gets a page from an exporter of the application.
 *
 * @throws Error if the exporter fails or returns something else. The message has no data of the tenant
 */
export async function readExporter(lambda: LambdaClient, functionArn: string, request: ExporterRequest): Promise<SourcePage> {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(request) }));
  if (FunctionError !== undefined) {
    throw new ExporterError(functionArn, 'has failed. Its log says why');
  }
  const page = PAGE.safeParse(parse(Payload));
  if (!page.success) {
    throw new ExporterError(functionArn, `must return { rows, next? }, but ${page.error.issues[0].path.join('.') || 'the result'} was something else`);
  }
  if (page.data.next !== undefined && page.data.next === request.cursor) {
    throw new ExporterError(functionArn, 'must return another "next" than the cursor that it got, but returned the same. It would never end');
  }
  const { rows, next } = page.data;
  return { lines: rows.map((row) => JSON.stringify(row)), next };
}

function parse(payload: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload ?? []).toString());
  } catch {
    return undefined;
  }
}

class ExporterError extends Error {
  constructor(functionArn: string, problem: string) {
    super(`The exporter ${functionArn} ${problem}. Correct it, and repair the dead letter.`);
    this.name = 'ExporterError';
  }
}
