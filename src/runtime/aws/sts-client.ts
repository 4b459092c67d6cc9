import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { REQUEST_LIMITS } from './request-limits';
import { METRIC } from '../../contract/metrics';
import type { AssumesRoles } from '../library/scoped-clients';
import { stsRegions } from '../library/sts-regions';
import { createMetrics, type Metrics } from '../observability/metrics';

/** Error codes of requests on a connection that the service has closed. */
const CLOSED_CONNECTION: ReadonlyArray<string | undefined> = ['ECONNRESET', 'EPIPE'];

/**
 * Creates clients that assume roles with the credentials of the function: one for the function's Region, and one for each Region to ask
 * next. All attempts together end within 9 seconds.
 *
 * @param metrics Counts the calls to other Regions.
 */
export function createStsClients(metrics: Metrics = createMetrics()): AssumesRoles[] {
  const [own, ...others] = stsRegions();
  if (others.length === 0) {
    return [stsClient(own, 3)];
  }
  // The next Region answers sooner than a second attempt here, which STS would throttle again.
  return [
    againOnNewConnection(stsClient(own, 1)),
    ...others.map((region): AssumesRoles => {
      const client = stsClient(region, 1);
      return {
        assumeRole: async (input) => {
          metrics.count(METRIC.stsRegionChanged);
          return client.assumeRole(input);
        },
      };
    }),
  ];
}

/**
 * Calls a second time if the connection was closed. STS closes idle connections while Lambda has frozen the function, and the function notices
 * it only at its next call. Without the second call, ids would go to another Region although STS works in this one.
 */
function againOnNewConnection(client: AssumesRoles): AssumesRoles {
  return {
    assumeRole: async (input) => {
      try {
        return await client.assumeRole(input);
      } catch (error) {
        if (!CLOSED_CONNECTION.includes((error as NodeJS.ErrnoException).code)) throw error;
        return client.assumeRole(input);
      }
    },
  };
}

function stsClient(region: string, maxAttempts: number): AssumesRoles {
  const client = new STSClient({ region, maxAttempts, requestHandler: REQUEST_LIMITS });
  return { assumeRole: async (input) => client.send(new AssumeRoleCommand(input)) };
}
