import { addMemberSchema, type AddMemberBody } from '../../../contract/api';
import { describeIdentifier, USER_ID } from '../../../contract/identifiers';
import type { TenantRole } from '../../../contract/roles';
import { validateAddMember } from '../../http/body-validators';
import { bodyValidator, EMAIL_RULE, NAME_RULE } from '../../http/validated-body';

/** @returns a function that throws a ProblemError 400 with every invalid field */
export function addMemberBodyValidator(roles: readonly TenantRole[]): (body: unknown) => AddMemberBody {
  return bodyValidator(addMemberSchema(roles), validateAddMember, {
    roles,
    detail: 'The body must contain the user ID and the role of the new member.',
    pattern: { userId: `must be ${describeIdentifier(USER_ID)}`, name: NAME_RULE, email: EMAIL_RULE },
  });
}
