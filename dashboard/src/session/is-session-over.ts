import { SessionEndedError, TenancyApiError } from 'cdk-tenancy-web';

/** Whether an error says that the tokens are gone, or that the API no longer accepts them. */
export function isSessionOver(error: Error): boolean {
  return error instanceof SessionEndedError || (error instanceof TenancyApiError && error.kind === 'signIn');
}
