import { SWITCH_TENANT_SCHEMA } from '../../../contract/api';
import { validateSwitchTenant } from '../../http/body-validators';
import { bodyValidator } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const switchTenantBody = bodyValidator(SWITCH_TENANT_SCHEMA, validateSwitchTenant, {
  detail: 'The body must contain the ID of a tenant.',
  pattern: 'must be a tenant id',
});
