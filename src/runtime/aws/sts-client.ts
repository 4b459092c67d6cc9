import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { REQUEST_LIMITS } from './request-limits';
import type { AssumesRoles } from '../library/scoped-clients';

/** Creates a client that assumes roles with the credentials of the function. All attempts together end within 9 seconds. */
export function createStsClient(): AssumesRoles {
  const client = new STSClient({ maxAttempts: 3, requestHandler: REQUEST_LIMITS });
  return { assumeRole: async (input) => client.send(new AssumeRoleCommand(input)) };
}
