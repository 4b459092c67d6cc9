import type { Assembly } from '@jsii/spec';
import { loadAssemblyFromPath } from '@jsii/spec';
import { builtPackage } from './built-package';
import { missingDocs } from './docstrings';

let assembly: Assembly;

beforeAll(async () => {
  assembly = loadAssemblyFromPath((await builtPackage()).directory);
});

test('every public symbol has a docstring, and every optional prop documents its default', () => {
  expect(missingDocs(assembly)).toEqual([]);
});

/** The assembly without a docstring, or without a part of one. */
function without(change: (types: Record<string, any>) => void): Assembly {
  const copy = structuredClone(assembly);
  change(copy.types!);
  return copy;
}

const called = (name: string) => (member: { name: string }) => member.name === name;

test.each<[string, (types: Record<string, any>) => unknown]>([
  ['cdk-tenancy.Tenancy has no docstring.', (types) => delete types['cdk-tenancy.Tenancy'].docs],
  ['cdk-tenancy.TenancyProps.limits has no docstring.', (types) => delete types['cdk-tenancy.TenancyProps'].properties.find(called('limits')).docs.summary],
  ['cdk-tenancy.TenancyProps.limits is optional, and its docstring has no @default.',
    (types) => delete types['cdk-tenancy.TenancyProps'].properties.find(called('limits')).docs.default],
  ['cdk-tenancy.Tenancy has a list right after the summary. Put a sentence before the list.',
    (types) => { types['cdk-tenancy.Tenancy'].docs.remarks = 'first\n- second'; }],
  ['cdk-tenancy.LookupFailure.DENY has no docstring.', (types) => delete types['cdk-tenancy.LookupFailure'].members.find(called('DENY')).docs],
  ['cdk-tenancy.Tenancy.addMonitoring has no docstring.', (types) => delete types['cdk-tenancy.Tenancy'].methods.find(called('addMonitoring')).docs],
  ['The constructor of cdk-tenancy.Tenancy has no @param props.',
    (types) => delete types['cdk-tenancy.Tenancy'].initializer.parameters.find(called('props')).docs],
])('reports: %s', (missing, change) => {
  expect(missingDocs(without(change))).toContain(missing);
});
