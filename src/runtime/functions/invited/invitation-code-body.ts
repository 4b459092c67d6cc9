import { INVITATION_CODE_SCHEMA, type InvitationCodeBody } from '../../../contract/api';
import { bodyValidator } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const invitationCodeBody = bodyValidator<InvitationCodeBody>(INVITATION_CODE_SCHEMA, {
  detail: 'The body must contain an invitation code.',
  pattern: 'must be the complete code of an invitation',
});
