import { CREATE_TENANT_SCHEMA } from '../../../contract/api';
import { validateCreateTenant } from '../../http/body-validators';
import { bodyValidator, NAME_RULE } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const createTenantBody = bodyValidator(CREATE_TENANT_SCHEMA, validateCreateTenant, {
  detail: 'The body must contain the name of the tenant.',
  pattern: NAME_RULE,
});
