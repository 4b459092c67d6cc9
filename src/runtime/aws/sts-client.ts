import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { REQUEST_LIMITS } from './request-limits';
import { METRIC } from '../../contract/metrics';
import type { AssumesRoles } from '../library/scoped-clients';
import { stsRegions } from '../library/sts-regions';
import { createMetrics, type Metrics } from '../observability/metrics';

/**
 * Creates clients that assume roles with the credentials of the function: one for the function's Region, and one for each Region to ask
 * next. All attempts together end within 9 seconds.
 *
 * @param metrics Counts the calls to other Regions.
 */
export function createStsClients(metrics: Metrics = createMetrics()): AssumesRoles[] {
  const [own, ...others] = stsRegions();
  // The next Region answers sooner than a second attempt here, which STS would throttle again.
  const maxAttempts = others.length > 0 ? 1 : 3;
  return [
    stsClient(own, maxAttempts),
    ...others.map((region): AssumesRoles => {
      const client = stsClient(region, maxAttempts);
      return {
        assumeRole: async (input) => {
          metrics.count(METRIC.stsRegionChanged);
          return client.assumeRole(input);
        },
      };
    }),
  ];
}

function stsClient(region: string, maxAttempts: number): AssumesRoles {
  const client = new STSClient({ region, maxAttempts, requestHandler: REQUEST_LIMITS });
  return { assumeRole: async (input) => client.send(new AssumeRoleCommand(input)) };
}
