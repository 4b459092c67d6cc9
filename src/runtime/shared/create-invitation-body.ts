import { bodyValidator } from './validated-body';
import { type CreateInvitationBody, createInvitationSchema } from '../../contract/api';
import type { TenantRole } from '../../contract/roles';

/** @returns a function that throws a ProblemError 400 that names every bad field */
export function createInvitationBodyValidator(roles: readonly TenantRole[]): (body: unknown) => CreateInvitationBody {
  return bodyValidator(createInvitationSchema(roles), {
    detail: 'The body does not say who is invited, and to what.',
    pattern: 'must be an e-mail address',
  });
}
