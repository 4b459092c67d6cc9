import { NetworkError, TenancyApiError } from 'cdk-tenancy-web';

interface ErrorText {
  readonly heading: string;
  readonly text: string;
}

export function errorText(error: Error): ErrorText {
  if (error instanceof NetworkError) {
    return { heading: "We can't reach the server", text: 'Check your connection, then try again.' };
  }
  switch (error instanceof TenancyApiError ? error.kind : undefined) {
    case 'forbidden': return { heading: "You don't have access to this tenant", text: 'If you think you should have access, ask a tenant admin. New permissions take effect after you sign in again.' };
    case 'notFound': return { heading: "This tenant doesn't exist", text: 'It may have been deleted.' };
    default: return { heading: 'Something went wrong on our side', text: "We couldn't load this. Try again in a moment." };
  }
}
