import { changeRoleSchema, type ChangeRoleBody } from '../../contract/api';
import type { TenantRole } from '../../contract/roles';
import { validateChangeRole } from '../http/body-validators';
import { bodyValidator } from '../http/validated-body';

/** @returns a function that throws a ProblemError 400 with every invalid field */
export function changeRoleBodyValidator(roles: readonly TenantRole[]): (body: unknown) => ChangeRoleBody {
  return bodyValidator(changeRoleSchema(roles), validateChangeRole, {
    roles,
    detail: 'The body must contain the new role of the member.',
  });
}
