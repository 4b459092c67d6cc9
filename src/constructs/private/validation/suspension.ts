import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { SUSPENSION_ACCESS, type SuspensionAccessMode, type SuspensionEnvironment } from '../../../contract/environment';
import { SuspensionAccess, TenancySuspensionOptions } from '../../suspension-options';

const MODE: Readonly<Record<SuspensionAccess, SuspensionAccessMode>> = {
  [SuspensionAccess.NONE]: SUSPENSION_ACCESS.none,
  [SuspensionAccess.READ_ONLY]: SUSPENSION_ACCESS.readOnly,
};

/**
 * Returns the variable with the access of members to suspended tenants.
 *
 * @throws ConstructError for an unknown value, which apps in JavaScript can pass
 */
export function suspensionEnvironment(scope: Construct, { access = SuspensionAccess.NONE }: TenancySuspensionOptions = {}): SuspensionEnvironment {
  const mode = MODE[access] as SuspensionAccessMode | undefined;
  if (mode === undefined) {
    throw new ConstructError(scope, `suspension.access must be SuspensionAccess.NONE or SuspensionAccess.READ_ONLY, but was ${JSON.stringify(access)}. `
      + 'Pass one of them, or leave it out.');
  }
  return { TENANCY_SUSPENSION_ACCESS: mode };
}
