import { createHash } from 'node:crypto';
import { DERIVED_TENANT_ID_LENGTH, TENANT_ID_KEY_SEPARATOR, TENANT_ID_SEED_SEPARATOR } from '../../contract/identifiers';

/** Returns the id of the tenant that is created for a user's sign-up. The saga derives the same id. */
export function signUpTenantId(applicationName: string, userId: string): string {
  return derivedTenantId(`${applicationName}${TENANT_ID_SEED_SEPARATOR}${userId}`);
}

/** Returns the id of the tenant that a user creates with an idempotency key. */
export function createdTenantId(applicationName: string, userId: string, key: string): string {
  return derivedTenantId(`${applicationName}${TENANT_ID_SEED_SEPARATOR}${userId}${TENANT_ID_KEY_SEPARATOR}${key}`);
}

function derivedTenantId(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, DERIVED_TENANT_ID_LENGTH);
}
