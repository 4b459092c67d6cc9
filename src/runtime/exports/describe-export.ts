import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type ExportKey, fileKey, manifestKey } from './export-keys';
import { type ExportState, type ExportStore, readExportState } from './export-state';
import type { ExportRepresentation } from '../../contract/api';
import { EXPORT_LINK_SECONDS, EXPORT_MAX_HOURS, EXPORT_STATUS, type ExportStatus } from '../../contract/exports';
import { nextPage, noSuchPage, type PageRequest } from '../http/pages';
import { refusal } from '../library/problem';

const MAX_MS = EXPORT_MAX_HOURS * 60 * 60 * 1000;

/**
 * Returns an export. When it has succeeded, this includes a link to the manifest and links to a page of its files.
 *
 * The links are signed with the credentials of the scoped role, so they can only lead to the data of its tenant.
 *
 * @throws ProblemError 404 for an export that does not exist or is deleted, 400 for an unknown page
 */
export async function describeExport(store: ExportStore, key: ExportKey, page: PageRequest): Promise<ExportRepresentation> {
  const stored = await readExportState(store, key);
  if (stored === undefined) {
    throw refusal(404, 'exportNotFound', 'Export not found.');
  }
  const { state } = stored;
  const status = statusOf(state);
  const { exportId } = key;
  const { requestedAt, completedAt } = state;
  return { exportId, status, requestedAt, ...completedAt !== undefined && { completedAt, ...await linksOf(store, key, state, page) } };
}

/** An execution that Step Functions has ended cannot record its failure. */
function statusOf({ status, requestedAt, repairedAt = requestedAt }: ExportState): ExportStatus {
  const isOver = Date.parse(repairedAt) + MAX_MS < Date.now();
  return status === EXPORT_STATUS.running && isOver ? EXPORT_STATUS.failed : status;
}

async function linksOf(store: ExportStore, key: ExportKey, { sources }: ExportState, { limit, after }: PageRequest) {
  const all = sources.flatMap(({ files }) => files);
  const start = after === undefined ? 0 : all.findIndex(({ name }) => name === after[0]) + 1;
  if (after !== undefined && start === 0) {
    throw noSuchPage();
  }
  const page = all.slice(start, start + limit);
  const link = async (objectKey: string) => linkTo(store, objectKey);
  const files = await Promise.all(page.map(async (file) => ({ ...file, url: await link(fileKey(key, file)) })));
  const hasMore = start + limit < all.length;
  return {
    url: await link(manifestKey(key)),
    expiresAt: await expiryOfLinks(store),
    files,
    ...nextPage(hasMore ? { ...page.at(-1) } : undefined, ['name']),
  };
}

/** A link ends with the credentials that signed it. They are renewed before, but STS may not have responded. */
async function expiryOfLinks({ s3 }: ExportStore): Promise<string> {
  const { expiration } = await s3.config.credentials();
  const endOfLink = Date.now() + EXPORT_LINK_SECONDS * 1000;
  return new Date(Math.min(endOfLink, expiration?.getTime() ?? endOfLink)).toISOString();
}

/** Browsers download the file instead of showing it. */
async function linkTo({ s3, bucketName }: ExportStore, objectKey: string): Promise<string> {
  const [fileName] = objectKey.split('/').slice(-1);
  const command = new GetObjectCommand({ Bucket: bucketName, Key: objectKey, ResponseContentDisposition: `attachment; filename="${fileName}"` });
  return getSignedUrl(s3, command, { expiresIn: EXPORT_LINK_SECONDS });
}
