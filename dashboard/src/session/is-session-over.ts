import { SessionEndedError, TenancyApiError } from 'cdk-tenancy-web';

/** Whether an error says that there are no tokens any more, or that the API takes them no more. */
export function isSessionOver(error: Error): boolean {
  return error instanceof SessionEndedError || (error instanceof TenancyApiError && error.kind === 'signIn');
}
