import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type { ExportState } from '../../../src/runtime/exports/export-state';

/** A bucket in memory, behind all S3 clients of a test. */
export class StoredObjects {
  readonly client = mockClient(S3Client);
  readonly objects = new Map<string, string>();
  /** Is called before each write, and can throw. */
  beforePut: ((key: string) => void) | undefined;

  constructor() {
    this.client.on(GetObjectCommand).callsFake(({ Key }) => {
      const content = this.objects.get(Key);
      if (content === undefined) throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
      return { Body: { transformToString: async () => content } };
    });
    this.client.on(PutObjectCommand).callsFake(({ Key, Body, IfNoneMatch }) => {
      this.beforePut?.(Key);
      if (IfNoneMatch === '*' && this.objects.has(Key)) {
        throw new S3ServiceException({ name: 'PreconditionFailed', message: 'At least one of the pre-conditions did not hold', $fault: 'client', $metadata: {} });
      }
      this.objects.set(Key, Body.toString());
      return {};
    });
  }

  keys(): string[] {
    return [...this.objects.keys()].sort();
  }

  json(key: string): any {
    return JSON.parse(this.objects.get(key)!);
  }

  lines(key: string): unknown[] {
    return this.objects.get(key)!.trimEnd().split('\n').map((line) => JSON.parse(line));
  }
}

export function newState(changes: Partial<ExportState> = {}): ExportState {
  return { status: 'running', actor: { type: 'user', id: 'u1' }, requestedAt: '2026-03-04T05:00:00.000Z', sources: [], ...changes };
}
