import { RENAME_TENANT_SCHEMA, type RenameTenantBody } from '../../contract/api';
import { bodyValidator, NAME_RULE } from '../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const renameTenantBody = bodyValidator<RenameTenantBody>(RENAME_TENANT_SCHEMA, {
  detail: 'The body must contain the new name of the tenant.',
  pattern: NAME_RULE,
});
