import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { s3 } from './clients';
import { REPOSITORY } from '../../local/process/state-directory';
import type { ArchivedObject } from '../../src/runtime/archive/verify-archive';

const PROGRAM = path.join(REPOSITORY, 'assets', 'tools', 'verify-audit-archive.mjs');

/** A copy of an object, with the time at which it was written. */
export interface CopiedObject extends ArchivedObject {
  readonly writtenAt: Date;
}

/** The archive of the audit log in its bucket. */
export class AuditArchive {
  public constructor(private readonly bucketName: string) {}

  /** Copies the objects that are not in a copy yet. */
  public async copy(before: readonly CopiedObject[] = []): Promise<CopiedObject[]> {
    const known = new Set(before.map(({ key }) => key));
    const added: CopiedObject[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: this.bucketName })) {
      for (const { Key, LastModified } of Contents.filter((object) => !known.has(object.Key!))) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: this.bucketName, Key }));
        added.push({ key: Key!, content: await Body!.transformToByteArray(), writtenAt: LastModified! });
      }
    }
    return [...before, ...added];
  }

  /** Tries to delete a version of an object. @returns the name of the error */
  public async errorOfDeletion(Key: string): Promise<string> {
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: this.bucketName, Prefix: Key }));
    try {
      await s3.send(new DeleteObjectCommand({ Bucket: this.bucketName, Key, VersionId: Versions[0].VersionId }));
      return 'none';
    } catch (error) {
      return (error as Error).name;
    }
  }
}

/** Runs the program for auditors on a copy of an archive. @returns its exit status: 0 if nothing was changed, 1 if something was */
export function runProgram(objects: readonly ArchivedObject[], tenantId: string, records: readonly string[]): number | null {
  const directory = mkdtempSync(path.join(tmpdir(), 'archive-'));
  const copy = path.join(directory, 'archive');
  try {
    // Also for an archive of which nothing is left.
    mkdirSync(copy);
    for (const { key, content } of objects) {
      const file = path.join(copy, key);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const log = path.join(directory, 'audit.jsonl');
    writeFileSync(log, records.map((line) => `${line}\n`).join(''));
    return spawnSync(process.execPath, [PROGRAM, copy, '--tenant', tenantId, '--records', log]).status;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
