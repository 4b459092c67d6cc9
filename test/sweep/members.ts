import { expectEqual } from '../../local/story/steps';
import { TENANT_STATUS } from '../../src/contract/attributes';
import { CLAIM } from '../../src/contract/claims';
import { TENANT_ROLE } from '../../src/contract/roles';
import { newEmail, pool } from '../e2e/support/people';
import { putMember, putTenant, tenantIdOf } from '../e2e/support/rows';

/** The admin of a tenant that no state machine made, signed in. Nobody has counted the members of the tenant. */
export async function newMember() {
  const { email, userId, tenantId } = await newTenant();
  const { accessToken: token, claims } = await pool.signIn(email);
  expectEqual('the tenant in the token', claims[CLAIM.tenant], tenantId);
  return { email, userId, tenantId, token };
}

export async function newTenant() {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  await putTenant(userId, TENANT_STATUS.active);
  await putMember(userId, TENANT_ROLE.admin);
  return { email, userId, tenantId: tenantIdOf(userId) };
}
