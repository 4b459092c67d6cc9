/** An export of a tenant. */
export interface ExportKey {
  readonly tenantId: string;
  readonly exportId: string;
}

/** Key of the object with the progress of an export. */
export function stateKey(key: ExportKey): string {
  return `${prefixOf(key)}state.json`;
}

export function manifestKey(key: ExportKey): string {
  return `${prefixOf(key)}manifest.json`;
}

export function fileKey(key: ExportKey, fileName: string): string {
  return `${prefixOf(key)}files/${fileName}`;
}

/** The prefix begins with the tenant, so the scoped roles can only access the exports of their tenant. */
function prefixOf({ tenantId, exportId }: ExportKey): string {
  return `${tenantId}/${exportId}/`;
}
