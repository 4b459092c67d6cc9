import { RENAME_TENANT_SCHEMA } from '../../contract/api';
import { validateRenameTenant } from '../http/body-validators';
import { bodyValidator, NAME_RULE } from '../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const renameTenantBody = bodyValidator(RENAME_TENANT_SCHEMA, validateRenameTenant, {
  detail: 'The body must contain the new name of the tenant.',
  pattern: NAME_RULE,
});
