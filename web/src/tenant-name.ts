import { type NameFault, nameFault } from '../../src/contract/names';

export type TenantNameFault = NameFault;

/** @returns why the API would refuse the name; nothing for a good one */
export function tenantNameFault(name: string): TenantNameFault | undefined {
  return nameFault(name);
}
