import { CREATE_TENANT_SCHEMA, type CreateTenantBody } from '../../../contract/api';
import { bodyValidator, NAME_RULE } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const createTenantBody = bodyValidator<CreateTenantBody>(CREATE_TENANT_SCHEMA, {
  detail: 'The body must contain the name of the tenant.',
  pattern: NAME_RULE,
});
