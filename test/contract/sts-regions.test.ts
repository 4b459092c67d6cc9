import { RegionInfo } from 'aws-cdk-lib/region-info';
import { nearestRegions } from '../../src/contract/sts-regions';

/** The Regions that are not switched on in every account. */
const OPT_IN = [
  'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7',
  'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1',
];
const REGIONS = RegionInfo.regions.map(({ name }) => name);
const partitionOf = (region: string) => RegionInfo.get(region).partition;

test.each(REGIONS.filter((region) => partitionOf(region) === 'aws'))('%s has three Regions nearby that every account has', (region) => {
  const nearest = nearestRegions(region);

  expect(new Set(nearest).size).toBe(3);
  expect(nearest).not.toContain(region);
  expect(nearest.filter((name) => !REGIONS.includes(name) || OPT_IN.includes(name) || partitionOf(name) !== 'aws')).toEqual([]);
});

test.each(REGIONS.filter((region) => partitionOf(region) !== 'aws'))('%s has only Regions of its partition nearby', (region) => {
  expect(nearestRegions(region).map(partitionOf).filter((partition) => partition !== partitionOf(region))).toEqual([]);
});

test.each(REGIONS.filter((region) => region.startsWith('eu-') && partitionOf(region) === 'aws'))('those of %s are in the EU', (region) => {
  expect(nearestRegions(region).filter((name) => !['eu-central-1', 'eu-west-1', 'eu-west-3', 'eu-north-1'].includes(name))).toEqual([]);
});

test.each([
  ['eu-central-1', ['eu-west-1', 'eu-west-3', 'eu-north-1']],
  ['eu-south-1', ['eu-central-1', 'eu-west-1', 'eu-west-3']],
  ['us-west-1', ['us-west-2', 'us-east-2', 'us-east-1']],
  ['us-gov-east-1', ['us-gov-west-1']],
  ['eusc-de-east-1', []],
])('those of %s are %j', (region, nearest) => {
  expect(nearestRegions(region)).toEqual(nearest);
});
