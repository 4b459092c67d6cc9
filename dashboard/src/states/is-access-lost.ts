import { TenancyApiError } from 'cdk-tenancy-web';

/** Whether an error says that the person has lost access to data that was loaded before. */
export function isAccessLost(error: Error | null): boolean {
  return error instanceof TenancyApiError && (error.kind === 'forbidden' || error.kind === 'notFound');
}
