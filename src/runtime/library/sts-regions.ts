import type { StsRegionsEnvironment } from '../../contract/environment';
import { NO_OTHER_REGION, nearestRegions } from '../../contract/sts-regions';

type Environment = StsRegionsEnvironment & { readonly AWS_REGION?: string };

/**
 * The Regions of the STS endpoints to ask, one after another: first the Region in which the code runs, and then those for the case that STS
 * throttles calls there. Pass a client for each to `perTenant` and `perUser`.
 *
 * The others are `stsRegions` of the `TenantIsolation`, which the environment variable `TENANCY_STS_REGIONS` contains. By default, they are
 * the three nearest Regions that every account has.
 *
 * @throws Error if the environment variable AWS_REGION is not set. Lambda, ECS and CodeBuild set it
 */
export function stsRegions(): string[] {
  const { AWS_REGION: region, TENANCY_STS_REGIONS: others } = process.env as Environment;
  if (!region) {
    throw new Error('AWS_REGION must be in the environment, but is not set. Set it to the Region in which the code runs.');
  }
  return [region, ...others === undefined ? nearestRegions(region) : others.split(',').filter((name) => name !== NO_OTHER_REGION)];
}
