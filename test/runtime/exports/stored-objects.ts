import { createHash } from 'node:crypto';
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
      return { Body: { transformToString: async () => content }, ETag: entityTagOf(content) };
    });
    this.client.on(PutObjectCommand).callsFake(({ Key, Body, IfNoneMatch, IfMatch }) => {
      this.beforePut?.(Key);
      const before = this.objects.get(Key);
      // S3 responds to `IfMatch` for a missing object with 404.
      if (IfMatch !== undefined && before === undefined) throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
      if ((IfNoneMatch === '*' && before !== undefined) || (IfMatch !== undefined && IfMatch !== entityTagOf(before!))) {
        throw new S3ServiceException({ name: 'PreconditionFailed', message: 'At least one of the pre-conditions did not hold', $fault: 'client', $metadata: {} });
      }
      this.objects.set(Key, Body.toString());
      return { ETag: entityTagOf(Body.toString()) };
    });
  }

  keys(): string[] {
    return [...this.objects.keys()].sort();
  }

  json(key: string): any {
    return JSON.parse(this.objects.get(key)!);
  }

  /** The contents of the files of an export by their names, which must be stored under their digests. */
  files(prefix: string): Record<string, string> {
    return Object.fromEntries([...this.objects].filter(([key]) => key.startsWith(`${prefix}/files/`)).map(([key, content]) => {
      const [digest, name] = key.slice(`${prefix}/files/`.length).split('/');
      expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
      return [name, content];
    }));
  }

  lines(prefix: string, name: string): unknown[] {
    return this.files(prefix)[name].trimEnd().split('\n').map((line) => JSON.parse(line));
  }
}

function entityTagOf(content: string): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}

export function newState(changes: Partial<ExportState> = {}): ExportState {
  return { status: 'running', actor: { type: 'user', id: 'u1' }, requestedAt: '2026-03-04T05:00:00.000Z', sources: [], ...changes };
}
