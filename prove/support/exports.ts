import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { s3 } from './clients';
import type { TenancyOutput } from './deployment';
import { noneRunning } from './executions';
import { type Answer, callSigned } from '../../local/client/api';
import type { ExportRepresentation } from '../../src/contract/api';
import { EXPORT_WINDOW_SECONDS, type ExportManifest } from '../../src/contract/exports';

const WINDOW_MS = EXPORT_WINDOW_SECONDS * 1000;

/** The content of a complete export. */
export interface Downloaded {
  readonly manifest: ExportManifest;
  /** The lines of the files with JSON Lines, by the name of their source. */
  readonly lines: Readonly<Record<string, readonly string[]>>;
  /** All that was downloaded, as one text. */
  readonly text: string;
}

/** Exports of tenants, as an operator requests them. */
export class Exports {
  public constructor(private readonly outputs: Record<TenancyOutput, string>) {}

  /** Resolves when the next requests for a tenant result in one export for at least two minutes. */
  public async windowBegun(signal: AbortSignal): Promise<void> {
    const left = WINDOW_MS - (Date.now() % WINDOW_MS);
    if (left < 2 * 60_000) await sleep(left, undefined, { signal });
  }

  /** @returns the id of the export */
  public async request(tenantId: string): Promise<string> {
    const { status, body } = await this.call('POST', `tenant/${tenantId}/exports`);
    if (status !== 202) throw new Error(`The export of ${tenantId} answered ${status}: ${JSON.stringify(body)}`);
    return body.exportId;
  }

  /** @returns the response; its status is 404 if the export does not exist */
  public async describe(tenantId: string, exportId: string): Promise<Answer> {
    return this.call('GET', `tenant/${tenantId}/exports/${exportId}`);
  }

  /**
   * Downloads an export, and checks the sizes and hashes of its files.
   *
   * @throws Error for an export that is not complete, or a file that differs from the manifest
   */
  public async download(tenantId: string, exportId: string): Promise<Downloaded> {
    const { body } = await this.describe(tenantId, exportId);
    const { status, url, files = [] } = body as ExportRepresentation;
    if (url === undefined) throw new Error(`The export of ${tenantId} is ${status}.`);
    const [listed, ...downloaded] = await Promise.all([url, ...files.map((file) => file.url)].map(fetchBytes));
    const manifest: ExportManifest = JSON.parse(listed.toString());
    const contents = new Map(files.map(({ name }, index) => [name, downloaded[index]]));
    for (const { name, bytes, rows, sha256 } of manifest.sources.flatMap((source) => source.files)) {
      const content = contents.get(name) ?? Buffer.alloc(0);
      const found = { bytes: content.length, rows: linesOf(content).length - (isCsv(name) ? 1 : 0), sha256: createHash('sha256').update(content).digest('hex') };
      if (JSON.stringify(found) !== JSON.stringify({ bytes, rows, sha256 })) {
        throw new Error(`The file ${name} of ${tenantId} differs from the manifest: ${JSON.stringify(found)}.`);
      }
    }
    const lines = manifest.sources.map(({ name, files: ofSource }) => [
      name, ofSource.filter((file) => !isCsv(file.name)).flatMap((file) => linesOf(contents.get(file.name)!)),
    ]);
    return { manifest, lines: Object.fromEntries(lines), text: [listed, ...downloaded].join('\n') };
  }

  /** The keys of all objects in the bucket with exports. */
  public async keys(): Promise<string[]> {
    const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({ Bucket: this.outputs.ExportsBucketName }));
    if (IsTruncated) throw new Error('The bucket with exports has more objects than one page.');
    return Contents.map(({ Key }) => Key!);
  }

  /** Resolves when no export is running. */
  public async settled(signal: AbortSignal): Promise<void> {
    await noneRunning(this.outputs.ExportTenantArn, signal);
  }

  private async call(method: string, path: string): Promise<Answer> {
    return callSigned(this.outputs.AdminApiUrl, { method, path });
  }
}

/** Bytes and not a text, because a text has no byte order mark. */
async function fetchBytes(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`A link to an export answered ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
}

/** A CSV file begins with the names of its columns. */
function isCsv(name: string): boolean {
  return name.endsWith('.csv');
}

function linesOf(content: Buffer): string[] {
  return content.toString().split('\n').filter((line) => line !== '');
}
