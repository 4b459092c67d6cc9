import { NetworkError, TenancyApiError } from 'cdk-tenancy-web';

interface ErrorText {
  readonly heading: string;
  readonly text: string;
}

export function errorText(error: Error): ErrorText {
  if (error instanceof NetworkError) {
    return { heading: 'The server cannot be reached', text: 'Check your connection, then try again.' };
  }
  switch (error instanceof TenancyApiError ? error.kind : undefined) {
    case 'forbidden': return { heading: 'You have no access to this tenant', text: 'If you should have it, ask one of its admins. A new right counts after you sign in again.' };
    case 'notFound': return { heading: 'This tenant does not exist', text: 'It may have been deleted.' };
    default: return { heading: 'Something went wrong on our side', text: 'We could not load this. Most of the time it works a moment later.' };
  }
}
