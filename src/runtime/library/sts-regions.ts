import type { StsRegionsEnvironment } from '../../contract/environment';
import { NO_OTHER_REGION, nearestRegions } from '../../contract/sts-regions';

type Environment = StsRegionsEnvironment & { readonly AWS_REGION?: string };

/**
 * Returns the Regions whose STS endpoints to ask, one after another. The first is the Region in which the code runs. The others are for the time
 * in which STS throttles calls there. Create a client for each, and pass the list to `perTenant` and `perUser`.
 *
 * The others are `stsRegions` of the `TenantIsolation`, which the environment variable `TENANCY_STS_REGIONS` contains. By default, they are
 * the nearest Regions that are switched on in every account: at most three.
 *
 * @throws Error if the environment variable AWS_REGION is not set. Lambda, ECS and CodeBuild set it
 */
export function stsRegions(): string[] {
  const { AWS_REGION: region, TENANCY_STS_REGIONS: others } = process.env as Environment;
  if (!region) {
    throw new Error('AWS_REGION must be in the environment, but is not set. Set it to the Region in which the code runs.');
  }
  // A stack without a fixed Region can name the Region that it is deployed to, and so can a function in another Region than the isolation.
  return [...new Set([region, ...others === undefined ? nearestRegions(region) : listed(others)])];
}

function listed(names: string): string[] {
  return names.split(',').map((name) => name.trim()).filter((name) => name !== '' && name !== NO_OTHER_REGION);
}
