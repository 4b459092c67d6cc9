import { addMemberSchema, type AddMemberBody } from '../../contract/api';
import type { TenantRole } from '../../contract/roles';
import { bodyValidator } from '../shared/validated-body';

/** @returns a function that throws a ProblemError 400 that names every bad field */
export function addMemberBodyValidator(roles: readonly TenantRole[]): (body: unknown) => AddMemberBody {
  return bodyValidator(addMemberSchema(roles), {
    detail: 'The body must contain the user ID and the role of the new member.',
    pattern: 'has characters, or a form, that it must not have',
  });
}
