import { NetworkError, TENANT_NAME_MAX_LENGTH, TenancyApiError, type TenantNameFault } from 'cdk-tenancy-web';

const FAULT_TEXT: Readonly<Record<TenantNameFault, string>> = {
  empty: 'Enter a name.',
  tooLong: `Enter at most ${TENANT_NAME_MAX_LENGTH} characters.`,
  controlCharacters: 'The name has characters that cannot be shown. Type it again.',
};

export function faultText(fault: TenantNameFault): string {
  return FAULT_TEXT[fault];
}

export function renameErrorText(error: Error): string {
  if (error instanceof NetworkError) {
    return 'The server cannot be reached. Check your connection, then save again.';
  }
  switch (error instanceof TenancyApiError ? error.kind : undefined) {
    case 'forbidden': return 'You may not rename this tenant. Ask one of its admins.';
    case 'notFound': return 'This tenant does not exist any more.';
    case 'invalid': return 'The server does not take this name. Try another one.';
    default: return 'Something went wrong on our side. Save again in a moment.';
  }
}
