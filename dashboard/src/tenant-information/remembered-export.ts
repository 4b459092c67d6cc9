const keyOf = (tenantId: string) => `cdk-tenancy.export.${tenantId}`;

/** Returns the id of the export that was requested last in this tab. The id gives no access. */
export function rememberedExport(tenantId: string): string | undefined {
  return sessionStorage.getItem(keyOf(tenantId)) ?? undefined;
}

/** Keeps the id of an export, so that it is shown again after a reload. */
export function rememberExport(tenantId: string, exportId: string | undefined): void {
  if (exportId !== undefined) sessionStorage.setItem(keyOf(tenantId), exportId);
}
