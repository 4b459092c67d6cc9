import { bodyValidator, NAME_RULE } from './validated-body';
import { RENAME_TENANT_SCHEMA, type RenameTenantBody } from '../../contract/api';

/** @throws ProblemError 400 that names every bad field */
export const renameTenantBody = bodyValidator<RenameTenantBody>(RENAME_TENANT_SCHEMA, {
  detail: 'The body must contain the new name of the tenant.',
  pattern: NAME_RULE,
});
