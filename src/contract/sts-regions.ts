/**
 * Regions to ask, nearest first, by the beginning of the name of the Region in which a function runs. The first entry that matches is used. All
 * Regions of an entry are switched on in every account, and are in the partition of the function's Region.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/rande-manage.html
 */
const NEARBY: ReadonlyArray<readonly [prefix: string, regions: readonly string[]]> = [
  // An isolated partition with one Region.
  ['eu-isoe-', []],
  ['eu-', ['eu-central-1', 'eu-west-1', 'eu-west-3', 'eu-north-1']],
  ['us-gov-', ['us-gov-west-1', 'us-gov-east-1']],
  ['us-west-', ['us-west-2', 'us-west-1', 'us-east-2', 'us-east-1']],
  ['us-east-', ['us-east-1', 'us-east-2', 'us-west-2', 'us-west-1']],
  ['ca-', ['ca-central-1', 'us-east-2', 'us-east-1', 'us-west-2']],
  ['mx-', ['us-west-2', 'us-east-2', 'us-east-1']],
  ['sa-', ['us-east-1', 'us-east-2', 'us-west-2']],
  ['af-', ['eu-west-3', 'eu-central-1', 'eu-west-1']],
  ['il-', ['eu-central-1', 'eu-west-3', 'eu-west-1']],
  ['me-', ['ap-south-1', 'eu-central-1', 'eu-west-3']],
  ['ap-northeast-', ['ap-northeast-1', 'ap-northeast-3', 'ap-northeast-2', 'ap-southeast-1']],
  ['ap-', ['ap-southeast-1', 'ap-south-1', 'ap-southeast-2', 'ap-northeast-1']],
  ['cn-', ['cn-north-1', 'cn-northwest-1']],
];

/** Number of other Regions whose STS endpoints are asked by default. */
const NEAREST = 3;

/** Value of `TENANCY_STS_REGIONS` that switches other Regions off. */
export const NO_OTHER_REGION = 'none';

/**
 * The Regions whose STS endpoints are asked by default when STS throttles calls in a Region: at most three. None for a Region without an entry,
 * such as those of isolated partitions.
 */
export function nearestRegions(region: string): string[] {
  const [, regions = []] = NEARBY.find(([prefix]) => region.startsWith(prefix)) ?? [];
  return regions.filter((nearby) => nearby !== region).slice(0, NEAREST);
}
