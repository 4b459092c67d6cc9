import { stsRegions } from '../../../src/runtime/library/sts-regions';

const environment = process.env;

afterEach(() => {
  process.env = environment;
});

function regionsWith(variables: Readonly<Record<string, string>>): string[] {
  const { AWS_REGION: _, TENANCY_STS_REGIONS: __, ...others } = environment;
  process.env = { ...others, ...variables };
  return stsRegions();
}

test('the Region in which the code runs comes first, and then the nearest three', () => {
  expect(regionsWith({ AWS_REGION: 'eu-west-1' })).toEqual(['eu-west-1', 'eu-central-1', 'eu-west-3', 'eu-north-1']);
});

test('the environment can name others, or none', () => {
  expect(regionsWith({ AWS_REGION: 'eu-west-1', TENANCY_STS_REGIONS: 'eu-north-1,eu-west-3' })).toEqual(['eu-west-1', 'eu-north-1', 'eu-west-3']);
  expect(regionsWith({ AWS_REGION: 'eu-west-1', TENANCY_STS_REGIONS: 'none' })).toEqual(['eu-west-1']);
});

test.each([
  ['eu-west-3, eu-west-1,eu-north-1', ['eu-west-1', 'eu-west-3', 'eu-north-1']],
  ['eu-west-1', ['eu-west-1']],
  ['', ['eu-west-1']],
])('each Region is asked once: %j', (others, regions) => {
  expect(regionsWith({ AWS_REGION: 'eu-west-1', TENANCY_STS_REGIONS: others })).toEqual(regions);
});

test('the own Region must be in the environment', () => {
  expect(() => regionsWith({})).toThrow('AWS_REGION must be in the environment, but is not set. Set it to the Region in which the code runs.');
});
