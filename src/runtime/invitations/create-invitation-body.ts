import { type CreateInvitationBody, createInvitationSchema } from '../../contract/api';
import type { TenantRole } from '../../contract/roles';
import { validateCreateInvitation } from '../http/body-validators';
import { bodyValidator, EMAIL_RULE } from '../http/validated-body';

/** @returns a function that throws a ProblemError 400 with every invalid field */
export function createInvitationBodyValidator(roles: readonly TenantRole[]): (body: unknown) => CreateInvitationBody {
  return bodyValidator(createInvitationSchema(roles), validateCreateInvitation, {
    roles,
    detail: 'The body must contain the email address and the role of the person to invite.',
    pattern: EMAIL_RULE,
  });
}
