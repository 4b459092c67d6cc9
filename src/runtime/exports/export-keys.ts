import { EXPORT_STATE_OBJECT, type ExportFile } from '../../contract/exports';

/** An export of a tenant. */
export interface ExportKey {
  readonly tenantId: string;
  readonly exportId: string;
}

/** Key of the object with the progress of an export. */
export function stateKey(key: ExportKey): string {
  return `${prefixOf(key)}${EXPORT_STATE_OBJECT}`;
}

export function manifestKey(key: ExportKey): string {
  return `${prefixOf(key)}manifest.json`;
}

/** A file that is written again with another content is another object, so the state never refers to a content that has changed. */
export function fileKey(key: ExportKey, { name, sha256 }: Pick<ExportFile, 'name' | 'sha256'>): string {
  return `${prefixOf(key)}files/${sha256}/${name}`;
}

/** The prefix begins with the tenant, so the scoped roles can only access the exports of their tenant. */
function prefixOf({ tenantId, exportId }: ExportKey): string {
  return `${tenantId}/${exportId}/`;
}
