import { Annotations, Fn, Stack, Token, region_info as regionInfo } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StsRegionsEnvironment } from '../../../contract/environment';
import { NO_OTHER_REGION } from '../../../contract/sts-regions';
import { ConstructError } from '../validation/construct-error';

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** Highest number of other Regions. A request cannot wait for more. */
const MAX_REGIONS = 5;

/**
 * Returns the variable with the Regions whose STS endpoints are asked after that of the function's own Region. Without `regions`, there is no
 * variable, and the function chooses the nearest ones.
 *
 * @throws ConstructError for more than five Regions, and for a value that is not the name of another Region in the partition
 */
export function stsRegionsEnvironment(scope: Construct, regions: readonly string[] | undefined): StsRegionsEnvironment {
  if (regions === undefined) {
    return {};
  }
  // A list that is known at synth or deployment only, such as a parameter. An empty one names no Region.
  if (Token.isUnresolved(regions)) {
    return { TENANCY_STS_REGIONS: Fn.join(',', regions as string[]) };
  }
  if (regions.length > MAX_REGIONS) {
    throw new ConstructError(scope, `stsRegions must have at most ${MAX_REGIONS} Regions, but had ${regions.length}. Pass the nearest ones.`);
  }
  regions.forEach((region) => validateRegion(scope, region));
  const repeated = regions.find((region, index) => regions.indexOf(region) !== index);
  if (repeated !== undefined) {
    throw new ConstructError(scope, `stsRegions must have each Region once, but had ${repeated} twice. Remove one of them.`);
  }
  return { TENANCY_STS_REGIONS: regions.length > 0 ? regions.join(',') : NO_OTHER_REGION };
}

/** The partition of a Region; undefined for one that the CDK does not know. */
function partitionOf(region: string): string | undefined {
  return regionInfo.RegionInfo.regions.some(({ name }) => name === region) ? regionInfo.RegionInfo.get(region).partition : undefined;
}

function validateRegion(scope: Construct, region: string): void {
  if (Token.isUnresolved(region)) {
    return;
  }
  if (!REGION.test(region)) {
    throw new ConstructError(scope, `stsRegions must be names of Regions such as eu-west-1, but had ${JSON.stringify(region)}. Pass the code of a Region.`);
  }
  const own = Stack.of(scope).region;
  const partition = partitionOf(region);
  const ownPartition = Token.isUnresolved(own) ? partition : partitionOf(own);
  if (partition !== undefined && partition !== ownPartition) {
    throw new ConstructError(scope, `stsRegions must be in the partition of the stack, ${ownPartition}, but had ${region}. Credentials of another partition do not work there.`);
  }
  if (partition === undefined) {
    Annotations.of(scope).addWarningV2('cdk-tenancy:unknownStsRegion', `stsRegions has ${region}, a Region that this version of the CDK does not know. If the name is `
      + 'wrong, STS is never asked there.');
  }
  if (region === own) {
    throw new ConstructError(scope, `stsRegions must be Regions other than that of the stack, but had ${region}. Its endpoint is always asked first: remove it.`);
  }
}
