import { RENAME_TENANT_SCHEMA } from '../../src/contract/api';

const { minLength, maxLength, pattern } = RENAME_TENANT_SCHEMA.properties.name;
const CHARACTERS = new RegExp(pattern, 'u');
// As JSON Schema counts: characters, not UTF-16 units.
const lengthOf = (text: string) => [...text].length;

export type TenantNameFault = 'empty' | 'tooLong' | 'controlCharacters';

/** @returns why the API would refuse the name; nothing for a good one */
export function tenantNameFault(name: string): TenantNameFault | undefined {
  if (lengthOf(name) < minLength || name.trim() === '') return 'empty';
  if (lengthOf(name) > maxLength) return 'tooLong';
  return CHARACTERS.test(name) ? undefined : 'controlCharacters';
}
