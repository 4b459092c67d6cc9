import fc from 'fast-check';
import { renameTenantBody } from '../../src/runtime/tenants/rename-tenant-body';
import { TENANT_NAME_MAX_LENGTH, tenantNameFault } from '../../web/src';

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['Blue Ltd', undefined],
  ['🏢'.repeat(TENANT_NAME_MAX_LENGTH), undefined],
  ['x'.repeat(TENANT_NAME_MAX_LENGTH + 1), 'tooLong'],
  ['Blue\tLtd', 'controlCharacters'],
  ['Blue\u007f', 'controlCharacters'],
])('the name %j is %s', (name, fault) => {
  expect(tenantNameFault(name)).toBe(fault);
});

test('the client accepts exactly the names that the API accepts', () => {
  const unit = fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), fc.constantFrom(' ', '\t', '\u2028', '\u00a0', '\u200b', '\u007f', 'a', '🏢'));
  const names = fc.oneof(fc.array(unit, { maxLength: 8 }).map((units) => units.join('')), fc.string({ unit: 'grapheme', minLength: 120, maxLength: 136 }));
  fc.assert(fc.property(names, (name) => {
    expect(tenantNameFault(name) === undefined).toBe(apiTakes(name));
  }), { numRuns: 1_000 });
});

function apiTakes(name: string): boolean {
  try {
    renameTenantBody({ name });
    return true;
  } catch {
    return false;
  }
}
