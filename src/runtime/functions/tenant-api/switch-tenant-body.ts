import { SWITCH_TENANT_SCHEMA, type SwitchTenantBody } from '../../../contract/api';
import { bodyValidator } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const switchTenantBody = bodyValidator<SwitchTenantBody>(SWITCH_TENANT_SCHEMA, {
  detail: 'The body must contain the ID of a tenant.',
  pattern: 'must be a tenant id',
});
