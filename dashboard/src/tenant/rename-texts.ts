import { NetworkError, TENANT_NAME_MAX_LENGTH, TenancyApiError, type TenantNameFault } from 'cdk-tenancy-web';

const FAULT_TEXT: Readonly<Record<TenantNameFault, string>> = {
  empty: 'Enter a name.',
  tooLong: `Enter at most ${TENANT_NAME_MAX_LENGTH} characters.`,
  controlCharacters: "The name has characters that can't be shown. Type it again.",
};

export function faultText(fault: TenantNameFault): string {
  return FAULT_TEXT[fault];
}

export function renameErrorText(error: Error): string {
  if (error instanceof NetworkError) {
    return "We can't reach the server. Check your connection, then save again.";
  }
  switch (error instanceof TenancyApiError ? error.kind : undefined) {
    case 'forbidden': return "You don't have permission to rename this tenant. Ask a tenant admin.";
    case 'notFound': return 'This tenant no longer exists.';
    case 'invalid': return "This name wasn't accepted. Try another one.";
    default: return 'Something went wrong on our side. Save again in a moment.';
  }
}
