import { SUSPEND_TENANT_SCHEMA } from '../../contract/api';
import { validateSuspendTenant } from '../http/body-validators';
import { bodyValidator } from '../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const suspendTenantBody = bodyValidator(SUSPEND_TENANT_SCHEMA, validateSuspendTenant, {
  detail: 'The body must contain the reason of the suspension.',
});
