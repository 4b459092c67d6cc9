import { type NameFault, nameFault } from '../../src/contract/names';

export type TenantNameFault = NameFault;

/** Returns why the API would refuse the name; `undefined` for a valid name. */
export function tenantNameFault(name: string): TenantNameFault | undefined {
  return nameFault(name);
}
