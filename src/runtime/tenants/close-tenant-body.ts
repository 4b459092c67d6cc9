import { CLOSE_TENANT_SCHEMA } from '../../contract/api';
import { validateCloseTenant } from '../http/body-validators';
import { bodyValidator } from '../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const closeTenantBody = bodyValidator(CLOSE_TENANT_SCHEMA, validateCloseTenant, {
  detail: 'The body must contain the name of the tenant, as a confirmation.',
});
